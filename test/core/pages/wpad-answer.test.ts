/** Promises about what stands in the PAC file of WPAD: a name that the proxy's certificate has. */
import { expect, test } from 'vitest'
import { wpadAnswer } from '../../../gateway/core/pages/wpad-answer.ts'
import { facts } from '../../wpad/scene.ts'

const asked = (hostField: string) => ({ method: 'GET', target: '/wpad.dat', hostField, client: '127.0.0.2' })

test.each(['wpad', 'wpad.office.example', 'WPAD.office.example:80'])(
  'where browsers speak TLS to the proxy, it is not called %s',
  (host) => {
    const secure = wpadAnswer({ ...facts, proxyTls: true }, asked(host)).body
    expect(secure).toContain('"HTTPS gatehouse.home.arpa:8080"')
    expect(wpadAnswer(facts, asked(host)).body).toContain(
      `"PROXY ${host.toLowerCase().replace(':80', '')}:8080"`,
    )
  },
)

test.each(['192.168.1.2', 'wpadding.example', 'gate.wpad.example'])(
  '%s stays as it was asked for',
  (host) => {
    expect(wpadAnswer({ ...facts, proxyTls: true }, asked(host)).body).toContain(`"HTTPS ${host}:8080"`)
  },
)
