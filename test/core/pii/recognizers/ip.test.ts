/** Promises which IP and hardware addresses are recognised, and that versions, times and code are not taken for one. */
import { finds, leaves } from '../tables.ts'

finds('IP_ADDRESS', [
  ['IPv4', 'from «192.0.2.17» at'],
  ['IPv4 at the end of a sentence', 'from «192.0.2.17».'],
  ['IPv4 with a port', '«10.0.0.1»:8080'],
  ['IPv4 in a URL', 'http://«10.0.0.1»/x'],
  ['IPv4 with a prefix length', '«192.168.1.0/24»'],
  ['an IPv4 range', '«10.0.0.1»-«10.0.0.9»'],
  ['IPv6', '«2001:db8:85a3:0:0:8a2e:370:7334»'],
  ['shortened IPv6', '«2001:db8::1».'],
  ['loopback', 'Loopback «::1»'],
  ['IPv6 ending in two colons', '«2001:db8::»'],
  ['IPv6 with an IPv4 tail', 'Connect to «::ffff:10.0.0.1» now'],
  ['IPv6 with a zone', '«fe80::1%eth0» up'],
  ['IPv6 with a prefix length', 'Use «2001:db8::/32».'],
  ['IPv6 in brackets', '[«2001:db8::1»]:443'],
  ['IPv6 behind a label', 'IP:«2001:db8::1»'],
  ['IPv6 before the colon of a log', 'from «2001:db8:85a3::8a2e:370:7334»: timeout'],
  ['IPv6 written out before a colon', 'peer «2001:db8:85a3:0:0:8a2e:370:7334»: reset'],
  ['IPv6 before a colon at the end', 'peers of «2001:db8::1»:'],
  ['IPv6 in upper case', '«FEDC:BA98:7654:3210:FEDC:BA98:7654:3210»'],
])

leaves('IP_ADDRESS', [
  ['a version with v', 'v1.2.3.4'],
  ['a version behind the word', 'version 10.2.3.4'],
  ['a product version', 'Chrome/1.2.3.4'],
  ['a five-part number', '1.2.3.4.5'],
  ['a part above 255', '256.1.1.1'],
  ['a three-part number', '10.0.1'],
  ['a pre-release', '1.2.3.4-beta'],
  ['leading zeros', '08.008.08.08'],
  ['a piece of a word', 'IP192.168.1.1text'],
  ['a time', 'at 10:30:45'],
  ['a hardware address', '00:1a:2b:3c:4d:5e'],
  ['a longer hardware address', '00:1a:2b:3c:4d:5e:6f:70'],
  ['two shortenings', '2001::25de::cade'],
  ['code', 'std::vector a::b face::bad Foo::Bar'],
  ['two colons alone', ' :: '],
  ['an IPv4 tail above 255', '2001:db8::256.1.1.1'],
  ['nine pieces', '1:2:3:4:5:6:7:8:9'],
  ['a piece of five digits', '2001:db8::12345'],
  ['a word before it', 'text2001:db8::1'],
  ['JSON', '{"a":1,"b":[2,3],"c":{"d":4}}'],
])

finds('MAC_ADDRESS', [
  ['behind a label', 'mac:«00:1A:2B:3C:4D:5E»'],
  ['behind the name of a card', 'eth0:«00:1a:2b:3c:4d:5e», ether:«00:1a:2b:3c:4d:5f»'],
  ['behind a label, over hyphens', 'mac:«00-1A-2B-3C-4D-5E»'],
  ['before the colon of a log', 'from «00:1a:2b:3c:4d:5e»: timeout'],
])

leaves('MAC_ADDRESS', [
  ['a fingerprint behind a label', 'MD5:00:1a:2b:3c:4d:5e:6f:70:81:92:a3:b4:c5:d6:e7:f8'],
  ['a piece of an IPv6 address', 'fe80:00:1a:2b:3c:4d:5e'],
  ['pieces behind an hour', '7:00:11:22:33:44:55'],
])
