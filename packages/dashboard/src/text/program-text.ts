import { browserOf } from '@whodid/capture/browser';
import type { Client } from '@whodid/core';

const mostCharacters = 60;

/**
 * With which program somebody came, in few words: `Firefox 145 on macOS 15.6`. Of a program that is
 * no browser it is the beginning of what it says of itself: `curl/8.6`.
 */
export function programText({ browser, os, userAgent }: Partial<Client>): string | undefined {
  const named = browser === undefined && os === undefined ? browserOf(userAgent ?? '') : {};
  const words = [browser ?? named.browser, os ?? named.os].filter((word) => word !== undefined);
  return words.length === 0 ? userAgent?.slice(0, mostCharacters) : words.join(' on ');
}
