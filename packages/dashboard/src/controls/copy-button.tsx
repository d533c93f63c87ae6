import { type JSX, useState } from 'react';
import { useAnnounce } from './announce.tsx';
import { Button } from './button.tsx';
import { copyText } from './copy.ts';
import { Icon } from './icon.tsx';

const shownMs = 1600;

/** Copies a text and says so for a moment. */
export function CopyButton({ text, what }: { text: string; what: string }): JSX.Element {
  const [copied, copy] = useCopy();
  return (
    <Button
      look="quiet"
      small
      square
      aria-label={copied ? 'Copied' : `Copy ${what}`}
      title={`Copy ${what}`}
      onClick={() => copy(text, what)}
    >
      <Icon name={copied ? 'check' : 'copy'} size={14} />
    </Button>
  );
}

/** Whether something was copied a moment ago, and what copies. */
export function useCopy(): readonly [boolean, (text: string, what: string) => void] {
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();
  const copy = (text: string, what: string): void => {
    void copyText(text).then((worked) => {
      announce(worked ? `Copied ${what}` : 'The browser did not allow copying');
      setCopied(worked);
      if (worked) setTimeout(() => setCopied(false), shownMs);
    });
  };
  return [copied, copy];
}
