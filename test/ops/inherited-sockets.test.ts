/** Promises about sockets that a service manager hands in: those that are this process's, and no others. */
import { expect, test } from 'vitest'
import { inheritedSockets } from '../../gateway/ops/inherited-sockets.ts'

test('sockets are known by their number, from the third file on', () => {
  expect(inheritedSockets({ LISTEN_FDS: '2', LISTEN_PID: '42' }, 42)).toEqual([3, 4])
})

test.each([
  ['none was handed in', {}],
  ['they are for another process', { LISTEN_FDS: '2', LISTEN_PID: '41' }],
  ['the number is none', { LISTEN_FDS: '2; true', LISTEN_PID: '42' }],
  ['the number is endless', { LISTEN_FDS: '99999999999', LISTEN_PID: '42' }],
  ['nobody says for whom they are', { LISTEN_FDS: '2' }],
])('no socket is taken where %s', (_why, env) => {
  expect(inheritedSockets(env, 42)).toEqual([])
})
