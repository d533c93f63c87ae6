/** What people type and who they seem to be. Addresses are of the blocks kept for documentation. */

export const searches = ['tea', 'lamp', 'wool', 'clock', 'gift', 'chair%20red'] as const;

export const complaints = [
  'arrived damaged',
  'ordered twice by mistake',
  'never arrived',
  'the colour is not as shown',
] as const;

export const wrongPasswords = ['password', 'letmein', '12345678', 'old-password'] as const;

export const prying = [
  '/admin/people',
  '/.env',
  '/wp-login.php',
  '/products/1%27%20or%201=1--',
  '/orders/..%2f..%2fetc%2fpasswd',
  '/admin/people?access_token=undefined',
] as const;

/** One with `alg: none`, one signed by somebody else, one that is no token at all. */
export const forgedTokens = [
  'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtYXJnYXJldCJ9.',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJnYXJldCIsImV4cCI6NDA3MDkwODgwMH0.c3RvbGVuLW9yLXNv',
  'margarets-token',
] as const;

export const browsers = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
] as const;

export const addresses = ['203.0.113.9', '203.0.113.77', '198.51.100.4', '192.0.2.146'] as const;
