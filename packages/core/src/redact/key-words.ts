/**
 * How much of a value a secret name takes out. `true`, `false`, `null` and `""` always stay: they
 * say something about the shape and nothing about the secret.
 *
 * - `all`: text, numbers, lists and objects as a whole.
 * - `token`: the same, but a number stays, since it is a count or a length.
 * - `text`: text, also inside a list; objects are looked into with their own names.
 * - `digits`: text and numbers of 3 to 12 digits.
 * - `opaque`: text that looks like a token: long and without spaces.
 * - `unmapped`: like `all`, because nobody can tell what the value is for.
 */
export type KeyClass = 'all' | 'unmapped' | 'token' | 'text' | 'digits' | 'opaque';

/**
 * The secret names, as words. A name matches when it ends with one of these, so `newPassword` does
 * and `passwordPolicy` does not. Each row also matches written as one word (`apikey`).
 */
export const secretNames: Readonly<Record<Exclude<KeyClass, 'unmapped'>, readonly string[]>> = {
  all: [
    ...['password', 'passwords', 'passwd', 'pwd', 'pswd', 'passphrase', 'pass phrase', 'passcode'],
    ...['pass word', 'passwort', 'kennwort', 'mot de passe', 'contraseña', 'senha'],
    ...['wachtwoord', 'пароль', '密码', 'パスワード', '비밀번호'],
    ...['secret', 'secret key', 'api key', 'api keys', 'private key', 'access key', 'signing key'],
    ...['encryption key', 'master key', 'account key', 'auth key', 'session key', 'shared key'],
    ...['service key', 'storage key', 'subscription key', 'webhook key', 'app key', 'ssh key'],
    ...['application key', 'consumer key', 'symmetric key', 'license key', 'recovery key'],
    ...['otp', 'totp', 'otp code', 'mfa code', 'auth code', 'authorization code', 'passkey'],
    ...['verification code', 'security code', 'access code', 'reset code', 'login code'],
    ...['two factor code', '2fa code', 'one time code', 'one time password', 'code verifier'],
    ...['backup code', 'backup codes', 'recovery code', 'recovery codes', 'seed phrase'],
    ...['recovery phrase', 'mnemonic', 'security answer', 'secret answer', 'card number'],
    ...[
      'credit card',
      'cc number',
      'ssn',
      'social security number',
      'session id',
      'sid',
      'sess id',
    ],
    ...['jsessionid', 'phpsessid', 'sessid', 'saml response', 'client assertion'],
  ],
  token: ['token', 'jwt', 'bearer', 'csrf', 'xsrf', 'session cookie', 'magic link', 'reset link'],
  text: [
    ...[
      'credential',
      'credentials',
      'auth',
      'authorization',
      'authentication',
      'cookie',
      'cookies',
    ],
    ...['tokens', 'secrets', 'private keys', 'pass', 'user pass', 'db pass'],
  ],
  // `pincode` is a postal code in India and stays.
  digits: ['pin', 'cvv', 'cvc', 'csc'],
  opaque: ['access', 'refresh'],
};

/** Names that are secret as parameters of a URL or a form only. */
export const secretParameters: Readonly<Partial<Record<KeyClass, readonly string[]>>> = {
  all: [
    ...['sig', 'signature', 'x amz signature', 'x amz credential', 'x goog signature'],
    ...['x goog credential', 'aws access key id', 'hmac', 'assertion', 'id token hint'],
  ],
  opaque: ['code', 'key', 'ticket', 'session'],
};

/** Words that may follow a secret name without making it harmless: `passwordConfirmation`. */
export const trailingWords: readonly string[] = [
  ...['confirmation', 'confirm', 'confirmed', 'again', 'repeat', 'repeated', 'retype', 'check'],
  ...['new', 'old', 'current', 'previous', 'value', 'text', 'plain', 'plaintext', 'raw', 'string'],
  ...['hash', 'hashed', 'digest', 'salt', 'encrypted', 'enc', 'base64', 'b64', 'hex', 'str'],
  ...['input', 'field', 'header'],
];

/** Words that people glue to `password` in lower case: `userpassword`. */
export const gluedWords: readonly string[] = [
  ...['user', 'new', 'old', 'my', 'db', 'confirm', 'current', 'login', 'admin', 'root', 'account'],
  ...['email', 'mail', 'smtp', 'repeat', 'retype', 'temp', 'default', 'plain', 'raw', 'hashed'],
];
