import { type ComponentType, type JSX, lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { EntriesPage } from './entries/entries-page.tsx';
import { pageAt } from './frame/pages.ts';
import { SkeletonLines } from './page/card.tsx';
import { Page } from './page/page.tsx';
import { PageBoundary } from './page/page-boundary.tsx';

// Loaded when they are first opened, so that the first page does not wait for all of them.
const OverviewPage = lazily(() => import('./overview/overview-page.tsx'), 'OverviewPage');
const PeoplePage = lazily(() => import('./people/people-page.tsx'), 'PeoplePage');
const PersonPage = lazily(() => import('./people/person-page.tsx'), 'PersonPage');
const ResourcesPage = lazily(() => import('./resources/resources-page.tsx'), 'ResourcesPage');
const ResourcePage = lazily(() => import('./resources/resource-page.tsx'), 'ResourcePage');
const EndpointsPage = lazily(() => import('./endpoints/endpoints-page.tsx'), 'EndpointsPage');
const StreamsPage = lazily(() => import('./streams/streams-page.tsx'), 'StreamsPage');
const TriagePage = lazily(() => import('./triage/triage-page.tsx'), 'TriagePage');
const ViewsPage = lazily(() => import('./views/views-page.tsx'), 'ViewsPage');
const HealthPage = lazily(() => import('./health/health-page.tsx'), 'HealthPage');
const SettingsPage = lazily(() => import('./settings/settings-page.tsx'), 'SettingsPage');

/** Which page an address shows. */
export function Routes(): JSX.Element {
  const [path] = useLocation();
  return (
    <PageBoundary key={path.split('/', 2)[1]}>
      <Suspense fallback={<Loading title={pageAt(path)?.name ?? 'Loading'} />}>
        <Switch>
          <Route path="/" component={OverviewPage} />
          <Route path="/entries/:id?" component={EntriesPage} />
          <Route path="/people" component={PeoplePage} />
          <Route path="/people/:type/:id" component={PersonPage} />
          <Route path="/resources" component={ResourcesPage} />
          <Route path="/resources/:type/:id" component={ResourcePage} />
          <Route path="/endpoints" component={EndpointsPage} />
          <Route path="/streams/:name?" component={StreamsPage} />
          <Route path="/triage" component={TriagePage} />
          <Route path="/views" component={ViewsPage} />
          <Route path="/health" component={HealthPage} />
          <Route path="/settings/:section?" component={SettingsPage} />
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      </Suspense>
    </PageBoundary>
  );
}

function Loading({ title }: { title: string }): JSX.Element {
  return (
    <Page title={title}>
      <div aria-busy="true">
        <SkeletonLines count={6} />
      </div>
    </Page>
  );
}

function lazily<K extends string>(
  load: () => Promise<{ readonly [N in K]: () => JSX.Element }>,
  name: K,
): ComponentType {
  return lazy(async (): Promise<{ default: ComponentType }> => ({ default: (await load())[name] }));
}
