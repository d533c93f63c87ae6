import { z } from 'zod';
import { strictObject } from '../problem/strict-object.ts';
import { roles } from './roles.ts';

const time = z.string().meta({ format: 'date-time', examples: ['2026-11-20T12:00:00.000Z'] });
const role = z.enum(roles, `one of ${roles.join(', ')}`).meta({ examples: ['viewer'] });
const nameWanted = 'a name of 1 to 100 characters';
const typedName = z.string(nameWanted).min(1, nameWanted).max(100, nameWanted);
const userId = z
  .string('an id of 1 to 100 characters')
  .trim()
  .min(1, 'an id of 1 to 100 characters')
  .max(100, 'an id of 1 to 100 characters')
  .describe('Who they are in entries: `actor.id`')
  .meta({ examples: ['13'] });
// What is too long to be a password is not worth hashing. How long one may be says `passwordRules`.
const typedPassword = z.string('text').max(1024, 'text of at most 1024 characters');
const password = typedPassword
  .describe('12 to 256 characters')
  .meta({ examples: ['correct horse battery staple'] });

const id = '3kTMd9xQw0ZbRr7yVnB1LsCa';
const ada = {
  id,
  name: 'ada',
  userId: '13',
  role: 'viewer',
  tenant: 'default',
  signsInWith: 'password',
  createdAt: '2026-11-20T12:00:00.000Z',
};

/** `GET /v1/users` */
export const userInfo = z
  .strictObject({
    id: z.string(),
    name: z
      .string()
      .describe('What they sign in with: `ada`, in another tenant than `default` `acme/ada`'),
    userId,
    role,
    tenant: z.string(),
    signsInWith: z.enum(['password', 'oidc']),
    createdAt: time,
    lastSignInAt: time.exactOptional(),
    disabledAt: time.exactOptional(),
  })
  .meta({ examples: [ada] });
export const userList = z
  .strictObject({ users: z.array(userInfo) })
  .meta({ examples: [{ users: [ada] }] });

/** `POST /v1/users` */
export const userToMake = strictObject({
  name: typedName,
  role,
  password,
  userId: userId.optional(),
  tenant: z.string(nameWanted).trim().min(1, nameWanted).max(100, nameWanted).optional(),
}).meta({
  examples: [{ name: 'ada', role: 'viewer', password: 'correct horse battery staple' }],
});

/** `PATCH /v1/users/:id` */
export const userParameters = strictObject({
  id: z
    .string()
    .max(100)
    .describe('Of the user')
    .meta({ examples: [id] }),
});
export const userToChange = strictObject({
  role: role.optional(),
  userId: userId.optional(),
  password: password.optional(),
  disabled: z.boolean('true or false').optional(),
}).meta({ examples: [{ role: 'auditor' }, { disabled: true }] });

/** `POST /v1/me/password` */
export const passwordToChange = strictObject({
  password: typedPassword.describe('The old one'),
  newPassword: password,
}).meta({
  examples: [
    { password: 'correct horse battery staple', newPassword: 'wrong mule charger paperclip' },
  ],
});

/** `POST /v1/session` */
export const credentials = strictObject({ name: typedName, password: typedPassword }).meta({
  examples: [{ name: 'ada', password: 'correct horse battery staple' }],
});

/** `GET /v1/session/ways` */
export const signInWays = z
  .strictObject({
    password: z.boolean().describe('Whether anybody could sign in with a password'),
    oidc: z
      .strictObject({ name: z.string().describe('What the identity provider is called') })
      .nullable()
      .describe('`null` without an identity provider; else `/auth/oidc` leads there'),
  })
  .meta({ examples: [{ password: true, oidc: { name: 'Example SSO' } }] });
