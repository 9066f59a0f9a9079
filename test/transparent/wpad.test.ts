/** Promises about WPAD at the real port 80, from another machine: who may open it, and what is said where that may not be. */
import { expect, onTestFinished } from 'vitest'
import { at, testInNetwork } from './network.ts'
import { openNetworkOffice } from './office.ts'

const settings = { host: '0.0.0.0', port: 8080, transparent: null, wpadPort: 80 }
/** What root lacks where a unit takes it away, and what other users never have. */
const withoutRight = ['setpriv', '--bounding-set=-net_bind_service', '--inh-caps=-net_bind_service', '--']

async function opened(proxy: object) {
  const office = await openNetworkOffice({ ...settings, ...proxy })
  onTestFinished(() => office[Symbol.asyncDispose]())
  return office
}

testInNetwork(
  'a machine that knows but the name wpad finds its way out, with workers that may open no low port',
  async () => {
    const office = await opened({ workers: 1 })
    await office.start()
    const here = (name: string) => ['--resolve', `${name}:80:${at.gateway.v4}`]
    const { out: file } = await office.curl(...here('wpad'), 'http://wpad/wpad.dat')
    const [, proxy = ''] = /"PROXY ([^";]+)/.exec(file) ?? []
    expect(proxy).toBe('wpad:8080')
    const toProxy = ['--resolve', `wpad:8080:${at.gateway.v4}`, '-x', `http://${proxy}`]
    expect((await office.curl(...toProxy, 'https://origin.test/')).code).toBe(0)
  },
)

testInNetwork(
  'without the right to open port 80 the gateway says who gives it, and does not start',
  async () => {
    const office = await opened({})
    const failure = await office.start(withoutRight).catch((error: Error) => error.message)
    expect(failure).toContain('PORT_FORBIDDEN')
    expect(failure).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE')
    expect(failure).toContain('proxy.wpadPort null')
  },
)
