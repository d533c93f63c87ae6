import { plainPage } from '../../pages/plain-page.ts';
import type { OidcTroubleKind } from './oidc-trouble.ts';

const back = '<a href="/sign-in">Back to signing in</a>';

/** For an answer of the provider that nobody here waits for. */
export const notUnderWayPage: string = plainPage('This sign-in is not under way', [
  'It took longer than ten minutes, was finished already, or was begun in another browser.',
  back,
]);

/** For somebody whom the provider knows and we do not let in. */
export const noAccessPage: string = plainPage('You may not come in here', [
  'The identity provider knows you, but you have no access to this log, or none any more.',
  'Ask whoever manages it to give you a role.',
  back,
]);

export const tooManyPage: string = plainPage('Too many sign-ins at once', [
  'Wait some minutes, then try again.',
  back,
]);

/** For a sign-in that came to nothing at the provider. */
export const troublePages: { readonly [K in OidcTroubleKind]: string } = {
  refused: plainPage('The identity provider did not sign you in', [
    'You may have cancelled it, or may not use this log.',
    back,
  ]),
  away: plainPage('The identity provider does not answer', [
    'Nothing is wrong with you. Try again in a moment.',
    back,
  ]),
  nonsense: plainPage('The identity provider gave no good answer', [
    'What it sent does not prove who you are, so nobody was signed in. Try again.',
    'If it stays like this, whoever runs this log finds the reason in its output.',
    back,
  ]),
};
