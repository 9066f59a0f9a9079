/** Promises which e-mail addresses are recognised, and which look-alikes stay untouched. */
import { finds, leaves } from '../tables.ts'

finds('EMAIL', [
  [
    'with a quoted local part in a text with escapes',
    String.raw`{\"to\":\"write to «\"john doe\"@example.com»`,
  ],
  ['with one two levels deep', String.raw`"{\"to\":\"«\\\"john doe\\\"@example.com»\"}`],
  ['with a quote in its quoted local part', String.raw`«"john \"joe\" doe"@example.com»`],
  ['with a quoted local part', 'write to «"john doe"@example.com» or'],
  ['in a sentence', 'Write to «anna.weber@example.com», please.'],
  ['at the end of a sentence', 'Write to «anna.weber@example.com».'],
  ['with a plus tag', '«anna+shop@example.com»'],
  ['with an apostrophe', "«o'brien@example.org»"],
  ['in quotes', "'«anna@example.org»'"],
  ['in angle brackets', 'Anna <«anna@example.org»>'],
  ['on a subdomain', '«a@mail.office.example.co.uk»'],
  ['behind a colon', 'mailto:«anna@example.org»?subject=x'],
  ['in a list without spaces', '«a1@example.org»,«b2@example.org»;«c3@example.org»'],
  ['with an umlaut in both parts', '«jörg.müller@größe.example»'],
  ['in another script', '«用户@例子.广告»'],
  ['with a punycode domain', '«a@xn--d1acufc.xn--p1ai»'],
  ['at a domain literal', '«j_9@[129.126.118.1]» is valid'],
  ['between Chinese words without spaces', '请联系«joe@example.com»谢谢'],
  ['in typographic quotes', '“«joe@example.com»”'],
  ['with digits in the local part', '«4111111111111111@example.com»'],
  ['with a phone number as local part', '«+4930123456@example.com»'],
  ['with an underscore label', '«foobar@my_store.example.com»'],
  [
    'behind a line of dashes',
    '--------------------------------------------------------------------------------\n«a@b.de»',
  ],
])

leaves('EMAIL', [
  ['a handle', 'thanks @anna and @ben'],
  ['a handle of the fediverse', '@anna@social.example'],
  ['a package version', 'npm i react@18.2.0'],
  ['a picture for dense screens', 'logo@2x.png'],
  ['a repository address', 'git@github.com:owner/repo.git'],
  ['an at sign between spaces', 'meet @ example.com'],
  ['a host without a dot', 'root@localhost'],
  ['a one-letter top-level domain', 'a@b.c'],
  ['an address without a local part', '@example.com'],
  ['a local part that ends in a dot', 'anna.@example.com'],
  ['an address without a domain', 'anna@'],
  ['a label that starts with a hyphen', 'anna@-example.com'],
  ['nothing but marks', '!!!@!!!.com'],
])
