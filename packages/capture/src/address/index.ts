export { canonicalAddress } from '../exchange/canonical-address.ts';
export { createProxyTrust, type ProxyTrust } from '../exchange/trusted-proxies.ts';
