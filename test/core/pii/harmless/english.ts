/** Keeps bodies in English without personal data: an invoice's lines, a log, a part list, a calendar, source code. */
import type { HarmlessBody } from './body.ts'

export const english: readonly HarmlessBody[] = [
  {
    kind: 'invoice lines',
    contentType: 'application/json',
    body: `{"invoice_number":"INV-2026-004711","issued":"2026-11-02","due":"2026-12-02","currency":"GBP","lines":[
{"sku":"HX-4410-22","description":"Hex bolt M10 x 60, zinc","quantity":2500,"unit_price":0.1345,"net":336.25},
{"sku":"WS-0088-10","description":"Washer 10.5 x 20","quantity":2500,"unit_price":0.0210,"net":52.50}],
"net_total":388.75,"tax_rate":20,"tax":77.75,"gross_total":466.50,"purchase_order":"4500123987","po_line":"00010"}`,
  },
  {
    kind: 'application log',
    contentType: 'text/plain',
    body: `2026-11-22T08:14:03.512Z INFO  [worker-7] job=8839204417 queue=reports took 1532 ms
2026-11-22T08:14:03.977Z WARN  [worker-7] retry 3/5 for job=8839204417: status 503, request 7f3a9c1e22b04d5f
2026-11-22T08:14:09.001Z ERROR [db] deadlock detected: process 20418 waits for ShareLock on transaction 731204558; blocked by process 20422
2026-11-22T08:14:09.044Z INFO  [gc] heap 1073741824 -> 268435456 bytes in 00:00:01.204
pid 4021 exited with code 137 after 86400123 ms, build 20261121.3, commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b`,
  },
  {
    kind: 'release notes',
    contentType: 'text/markdown',
    body: `## 14.21.0 (2026-10-08)

- Upgrade the parser from 3.12.4 to 4.0.0-rc.11; needs Node 24.11.1 or later
- Fix #18842, #18901 and #19023: totals of 1,000,000.00 and above were cut
- Reports now close after 30 s instead of 300 s (was 5 min); cache grows to 512 MiB
- Requires firmware 10.0.19045.3803 or 6.1.7601.17514`,
  },
  {
    kind: 'shipment status',
    contentType: 'application/json',
    body: `{"tracking_number":"1Z999AA10123456784","carrier":"UPS","service":"03","weight":{"value":"12.40","unit":"LBS"},
"events":[{"code":"DP","at":"2026-11-20T22:41:00-05:00"},{"code":"AR","at":"2026-11-21T04:12:00-05:00"}],
"reference":"PO 4500987123","pallet":"00340434160000000018","seals":["SL0093821","SL0093822"],"container":"MSKU0383250"}`,
  },
  {
    kind: 'price list',
    contentType: 'text/csv',
    body: `sku,gtin,description,pack,price_usd,price_eur,moq
A-100-200,4006381333931,"Highlighter, yellow",10,12.99,11.49,50
A-100-201,4006381333948,"Highlighter, green",10,12.99,11.49,50
B-220-017,0036000291452,"Tissue box 2-ply",24,"1,199.00","1,059.00",1
C-771-003,5901234123457,"Stapler 26/6",1,8.45,7.60,20`,
  },
  {
    kind: 'calendar of a machine',
    contentType: 'text/calendar',
    body: `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Plant//Maintenance 4.2//EN
BEGIN:VEVENT
UID:20261203T070000-48213@plant
DTSTAMP:20261122T081500Z
DTSTART;TZID=Europe/London:20261203T070000
DTEND;TZID=Europe/London:20261203T113000
RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=12
SUMMARY:Service of press line 3 (serial 88-20417-0032)
SEQUENCE:2
END:VEVENT
END:VCALENDAR`,
  },
  {
    kind: 'source code',
    contentType: 'text/plain',
    body: `const MAX = 9007199254740991
const mask = 0xffffffff, seed = 2654435761
// 86400000 ms a day; 31557600 s a year
export function hash(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
expect(hash(1234567890)).toBe(3141592653)
assert.deepEqual(range(10, 13), [10, 11, 12])
const table = [1000003, 10000019, 100000007, 1000000007, 998244353]`,
  },
  {
    kind: 'message about a meeting room',
    contentType: 'text/html',
    body: `<html><body style="font-family:Arial;font-size:11pt;color:#1f497d;margin:0 0 12px 0">
<p>Room 3.14 is free on Tuesday 24/11/2026 from 09:30 to 11:00 (90 minutes).</p>
<p>Please bring the figures for Q3: 1,204 units at $18.75, 386 returns, 0.32 per cent.</p>
<table width="600" cellpadding="0"><tr><td>Budget 2026</td><td align="right">1 250 000</td></tr>
<tr><td>Spent</td><td align="right">987 654.32</td></tr></table></body></html>`,
  },
  {
    kind: 'metrics',
    contentType: 'text/plain',
    body: `# HELP http_requests_total Requests by code.
http_requests_total{code="200",method="post"} 1027 1395066363000
http_requests_total{code="400",method="post"} 3 1395066363000
node_network_receive_bytes_total{device="eth0"} 4.811203456e+09
process_start_time_seconds 1.76378241e+09
go_memstats_alloc_bytes 20481536
rpc_duration_seconds{quantile="0.99"} 76656
rpc_duration_seconds_sum 1.7560473e+07`,
  },
  {
    kind: 'question about a book and a standard',
    contentType: 'application/json',
    body: `{"model":"assistant-1","temperature":0.7,"max_tokens":4096,"messages":[{"role":"user","content":"Compare ISBN 978-0-13-468599-1 with ISBN 0-201-03801-3 and ISSN 2049-3630. Is EN 60204-1:2018 still valid? See doi:10.1000/182.2026.0001, section 4.2.1.7, pages 1021-1099, and RFC 9110 7.6.1."}]}`,
  },
]
