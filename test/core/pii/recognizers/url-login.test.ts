/** Promises that the password in a web address is found, and that plain ones are left alone. */
import { finds, leaves } from '../tables.ts'

finds('PASSWORD', [
  ['of a user', 'clone https://anna:«s3cret»@git.example.com/repo.git'],
  ['before a port', 'DSN=postgres://app:«pa55»@db.example:5432/main'],
  ['without a user', 'redis://:«hunter2pass»@cache.example.com'],
  ['with a colon in it', 'amqp://app:«a:b»@mq.example.org/'],
  ['in a sentence', 'see ftp://u:«p»@files.example.org.'],
])

leaves('PASSWORD', [
  ['a plain web address', 'see https://example.com/a?b=c'],
  ['a user without a password', 'ssh://git@example.com/x'],
  ['a handle in a path', 'https://example.com/@anna'],
  ['a time before an address', 'at 10:30 anna@example.com'],
  ['an address behind a scheme', 'mailto:anna@example.com'],
])
