import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityTypeOf } from '@whodid/core/view';

const rows: readonly (readonly [string, string, string])[] = [
  ['GET', '/users', 'VIEW'],
  ['HEAD', '/users', 'VIEW'],
  ['PUT', '/users/1', 'MODIFICATION'],
  ['PATCH', '/users/1', 'MODIFICATION'],
  ['POST', '/users', 'CREATION'],
  ['post', '/users', 'CREATION'],
  ['POST', '/users/1/change-password', 'MODIFICATION'],
  ['POST', '/users/update', 'MODIFICATION'],
  ['POST', '/users/1/edit/', 'MODIFICATION'],
  ['DELETE', '/users/1', 'DELETION'],
  ['POST', '/loans/1/reject', 'REJECTION'],
  ['POST', '/loans/1/approve', 'APPROVAL'],
  ['POST', '/users/1/deactivate', 'DEACTIVATION'],
  ['POST', '/users/1/reactivate', 'REACTIVATION'],
  ['POST', '/users/delete', 'DELETION'],
  ['POST', '/balance/check', 'VIEW'],
  ['POST', '/accounts/1/withdraw', 'WITHDRAWAL'],
  ['POST', '/loans/approveLoan', 'APPROVAL'],
  ['POST', '/loans/approve/check', 'VIEW'],
  ['POST', '/check/withdraw', 'WITHDRAWAL'],
  // Parts of other words say nothing.
  ['POST', '/checkers', 'CREATION'],
  ['POST', '/checker/1', 'CREATION'],
  ['POST', '/loans/preapprove', 'CREATION'],
  ['POST', '/editors', 'CREATION'],
  ['GET', '/updates', 'VIEW'],
  ['POST', '/rejected', 'CREATION'],
  // Nor does the name of a parameter.
  ['POST', '/orders/:check', 'CREATION'],
  ['POST', '/orders/{delete}', 'CREATION'],
];

for (const [method, path, type] of rows) {
  test(`${method} ${path} is ${type}`, () => assert.equal(activityTypeOf(method, path), type));
}
