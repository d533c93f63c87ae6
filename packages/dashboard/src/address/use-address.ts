import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Address, readAddress, writeAddress } from './address.ts';

export interface AddressBar {
  readonly address: Address;
  /** The address with some of it changed, for a link. */
  readonly linkTo: (change: Partial<Address>) => string;
  /** Goes there. With `replace` the step back leads to before. */
  readonly go: (change: Partial<Address>, options?: { readonly replace?: boolean }) => void;
}

/** What the browser's address says, and ways to change it. */
export function useAddress(): AddressBar {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const address = useMemo(() => readAddress(path, search), [path, search]);
  const linkTo = useCallback(
    (change: Partial<Address>) => writeAddress({ ...address, ...change }),
    [address],
  );
  const go = useCallback(
    (change: Partial<Address>, options?: { readonly replace?: boolean }) =>
      navigate(writeAddress({ ...address, ...change }), options),
    [address, navigate],
  );
  return useMemo(() => ({ address, linkTo, go }), [address, linkTo, go]);
}
