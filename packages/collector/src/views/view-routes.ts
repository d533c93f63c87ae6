import type { z } from 'zod';
import { type Caller, callerOf } from '../access/caller.ts';
import { allows } from '../access/scopes.ts';
import type { CollectorApp } from '../collector-app.ts';
import type { Journal } from '../journal/journal.ts';
import { Problem } from '../problem/problem.ts';
import type { SavedView, SavedViews, ViewHolder } from './saved-views.ts';
import { viewInfo, viewList, viewParameters, viewToSave } from './view-schemas.ts';

const tags = ['views'];

/** Adds the routes that list, save, change and delete views. */
export function viewRoutes(app: CollectorApp, views: SavedViews, journal: Journal): void {
  app.route({
    method: 'GET',
    url: '/v1/views',
    schema: {
      summary: 'List the saved views: your own and the shared ones',
      tags,
      response: { 200: viewList },
    },
    handler: async (request) => {
      const holder = holderOf(callerOf(request));
      return { views: views.list(holder).map((view) => shown(view, holder)) };
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/views',
    schema: { summary: 'Save a view', tags, body: viewToSave, response: { 201: viewInfo } },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const holder = holderOf(caller);
      const view = views.add(holder, request.body);
      await journal.write({ action: 'whodid.view.save', ...noteOf(view) }, caller);
      return reply.code(201).send(shown(view, holder));
    },
  });
  changeRoutes(app, views, journal);
}

function changeRoutes(app: CollectorApp, views: SavedViews, journal: Journal): void {
  const url = '/v1/views/:id';
  app.route({
    method: 'PUT',
    url,
    schema: {
      summary: 'Change a view',
      description: 'Your own; that of somebody else takes the scope `admin`.',
      tags,
      params: viewParameters,
      body: viewToSave,
      response: { 200: viewInfo },
    },
    handler: async (request) => {
      const caller = callerOf(request);
      const holder = holderOf(caller);
      const view = views.replace(holder, findOwn(views, request.params.id, caller), request.body);
      await journal.write({ action: 'whodid.view.save', ...noteOf(view) }, caller);
      return shown(view, holder);
    },
  });
  app.route({
    method: 'DELETE',
    url,
    schema: {
      summary: 'Delete a view',
      description: 'Your own; that of somebody else takes the scope `admin`.',
      tags,
      params: viewParameters,
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const view = findOwn(views, request.params.id, caller);
      views.remove(holderOf(caller), view);
      await journal.write({ action: 'whodid.view.delete', ...noteOf(view) }, caller);
      return reply.code(204).send();
    },
  });
}

// A credential that acts for nobody has views of its own.
function holderOf({ tenant, userId, id }: Caller): ViewHolder {
  return { tenant, owner: userId === null ? `key ${id}` : `user ${userId}` };
}

function findOwn(views: SavedViews, id: string, caller: Caller): SavedView {
  const holder = holderOf(caller);
  const view = views.get(holder, id);
  if (view === null) throw new Problem('NOT_FOUND', 'There is no view with this id.');
  if (view.owner !== holder.owner && !allows(caller.scopes, 'admin')) {
    throw new Problem('FORBIDDEN', 'Only whoever saved it can change this view, or an admin.');
  }
  return view;
}

function noteOf({ id, name, query, range, shared }: SavedView) {
  return { targets: [{ type: 'view', id, name }], data: { query, range, shared } };
}

function shown(view: SavedView, holder: ViewHolder): z.output<typeof viewInfo> {
  const { id, name, query, range, shared, owner, savedAt } = view;
  const mine = owner === holder.owner;
  return { id, name, query, range, shared, mine, savedAt: new Date(savedAt).toISOString() };
}
