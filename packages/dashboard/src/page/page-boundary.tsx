import { Component, type ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { Notice } from './notice.tsx';
import { Page } from './page.tsx';

/** Keeps a page that fails from taking the others with it, and offers to load it again. */
export class PageBoundary extends Component<{ children: ReactNode }, { readonly failed: boolean }> {
  override state: { readonly failed: boolean } = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Page title="This page could not be shown">
        <Notice title="It could not be loaded, or it failed" isBad>
          <p>
            The collector may have been replaced by a newer one, or be away. Nothing that was
            recorded is touched by this.
          </p>
          <p>
            <Button onClick={() => location.reload()}>Load the page again</Button>
          </p>
        </Notice>
      </Page>
    );
  }
}
