/** Promises of the page that checks a machine to clients that know no proxy: an answer proves that the network leads their traffic here. */
import { expect, onTestFinished } from 'vitest'
import { testInNetwork } from './network.ts'
import { openNetworkOffice } from './office.ts'

testInNetwork(
  'checks are answered over IPv4, IPv6 and in TLS, and a false name at their address gains nothing',
  async () => {
    const office = await openNetworkOffice()
    onTestFinished(() => office[Symbol.asyncDispose]())
    await office.start()
    for (const url of [
      'http://192.0.2.254/check/answer.svg',
      'https://192.0.2.254/check/answer.svg',
      'http://[2001:db8:6a7e::1]/check/answer.svg',
      'https://[2001:db8:6a7e::1]/check/answer.svg',
    ])
      expect((await office.curl(url)).out, url).toContain('<title>Yes')
    // Whatever Host it names, it is asked for the check alone.
    const named = await office.curl('-H', 'Host: origin.test', 'http://192.0.2.254/')
    expect(named.out).toContain('Gatehouse')
    for (const name of ['origin.test', 'unread.test', 'never.test']) {
      const { code } = await office.curl('--connect-to', `${name}:443:192.0.2.254:443`, `https://${name}/`)
      // Its handshake ends before a certificate is shown.
      expect(code, name).toBe(35)
    }
    expect(await office.journal()).toEqual([])
  },
)
