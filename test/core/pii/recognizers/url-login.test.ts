/** Promises that a web address with a password is found whole, and that plain ones are left alone. */
import { finds, leaves } from '../tables.ts'

finds('URL', [
  ['with a password', 'clone «https://anna:s3cret@git.example.com»/repo.git'],
  ['with a port', 'DSN=«postgres://app:pa55@db.example:5432»/main'],
  ['in a sentence', 'see «ftp://u:p@files.example.org».'],
])

leaves('URL', [
  ['a plain web address', 'see https://example.com/a?b=c'],
  ['a user without a password', 'ssh://git@example.com/x'],
  ['a handle in a path', 'https://example.com/@anna'],
  ['a time before an address', 'at 10:30 anna@example.com'],
  ['an address behind a scheme', 'mailto:anna@example.com'],
])
