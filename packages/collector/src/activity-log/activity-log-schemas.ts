import { activityPayloadKeys } from '@whodid/core/view';
import { z } from 'zod';

// For the description only: `readActivityPayload` of core is what checks payloads.

const example = {
  auditID: '4b7f2c1e-9a30-4c56-8d1f-2e6a7b8c9d01',
  action: 'User registration',
  sourceIP: '203.0.113.9',
  roleId: '3',
  fullName: 'Ada Lovelace',
  userActivityType: 'CREATE',
  microserviceName: 'Authentication Service',
  endpointName: '/users',
  oldValuesJson: 'null',
  payloadCreatedDate: '2026-01-31T12:00:00.120Z',
  newValuesJson: '{"username":"john_doe","email":"john@example.com"}',
  affectedColumns: '["username","email"]',
  role: 'Teller',
  userName: 'ada',
  userID: '17',
  createdDate: '2026-01-31T12:00:00.000Z',
  ipAddress: '203.0.113.9',
  startDate: '2026-01-31T12:00:00.000Z',
  endDate: '2026-01-31T12:00:00.110Z',
  branchCode: '001',
  location: '203.0.113.9',
  branchName: 'Head office',
  clientInfo: 'Edge',
  actionStatus: 'Successful',
  lastLogin: '2026-01-31T08:00:00.000Z',
  sessionID: '',
  module: 'User Management',
  moduleID: '1',
  timestamp: '2026-01-31T12:00:00.000Z',
};

const text = z.string();
const optional = activityPayloadKeys.map((key) => [key, text.optional()] as const);

/** `POST /api/activity-log/` */
export const flatPayload = z
  .object({ ...Object.fromEntries(optional), auditID: text.min(1) })
  .catchall(text)
  .meta({ examples: [example] });

/** What is answered. */
export const keptPayload = z
  .strictObject({
    auditID: text.describe('As it was sent'),
    id: text.describe('Of the entry: the same if it is a UUID'),
  })
  .meta({ examples: [{ auditID: example.auditID, id: example.auditID }] });
