/** Says in words why a post did not reach the webhook. */
import type { DeliveryCause } from './deliver.ts'

export const causeWords: Readonly<Record<DeliveryCause, string>> = {
  'not-configured': 'No webhook is configured: see incidents.webhook.url.',
  'secret-missing': 'The file with its secret cannot be read: see incidents.webhook.secretFile.',
  'secret-not-a-file': 'The path of its secret names no file.',
  'secret-readable-by-others':
    'Others on this box can read the file with its secret: chmod 600, and a new secret.',
  'secret-of-another-user': 'The file with its secret belongs to another user of this box.',
  'secret-too-short': 'Its secret is shorter than 16 bytes: `openssl rand -hex 32` makes a good one.',
  'secret-too-long': 'Its secret is longer than 1,024 bytes.',
  'url-malformed': 'Its address is no URL that begins with https:// or http://.',
  'url-holds-password': 'Its address holds a user name or password, which would stand in the configuration.',
  'name-not-found': 'Its name was not found.',
  'address-not-allowed': 'Outside of the office it must be https://.',
  timeout: 'It did not answer in time.',
  certificate: 'Its certificate is not valid for it.',
  redirect: 'It pointed elsewhere, which is not followed.',
  'refused-by-receiver': 'It refused the post.',
  'receiver-failed': 'It failed.',
  unreachable: 'It cannot be reached.',
  stopped: 'The gateway is stopping.',
}
