/** Runs the peer: Debian's Squid with ssl_bump, which intercepts TLS and forwards without looking into bodies. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { end, startServer } from './program.ts'
import { type BenchProxy, type ProxyOrder, untilAccepting } from './proxy.ts'

const run = promisify(execFile)

const squid = '/usr/sbin/squid'
const certificateHelper = '/usr/lib/squid/security_file_certgen'

/** False where squid-openssl is not installed; the bench then reports no peer. */
export function squidInstalled(): boolean {
  return existsSync(squid) && existsSync(certificateHelper)
}

/**
 * Squid as its documentation sets interception up: peek at step 1, then bump, with an RSA authority. (An EC authority
 * makes its new connections no cheaper: 4.8 CPU seconds per 1,000 with either.)
 */
export function startSquid(order: ProxyOrder): Promise<BenchProxy> {
  return start(order, 'bump')
}

/** The same, which hands TLS on unread once it has seen for whom it is. */
export function startSplicingSquid(order: ProxyOrder): Promise<BenchProxy> {
  return start(order, 'splice')
}

async function start(order: ProxyOrder, action: 'bump' | 'splice'): Promise<BenchProxy> {
  const { folder, port } = order
  const file = (name: string) => join(folder, name)
  await makeAuthority(folder)
  await run(certificateHelper, ['-c', '-s', file('certificates'), '-M', '4MB'])
  await writeFile(file('hosts'), `127.0.0.1 ${order.destination.host}\n`)
  await writeFile(file('squid.conf'), configuration(order, action))
  await openToSquidsUser(folder)
  const server = startServer([squid, '-N', '-f', file('squid.conf')], {
    env: order.env,
    cwd: folder,
  })
  try {
    await untilAccepting(port, server)
  } catch (error) {
    await end(server.child, 'SIGKILL')
    const log = await readFile(file('cache.log'), 'utf8').catch(() => '')
    throw new Error(`Squid did not start: ${log.slice(-2000)}`, { cause: error })
  }
  return {
    name: 'squid',
    pid: server.child.pid ?? 0,
    port,
    caFile: file('authority.crt'),
    [Symbol.asyncDispose]: () => end(server.child, 'SIGTERM'),
  }
}

function configuration({ folder, port, destination }: ProxyOrder, action: 'bump' | 'splice'): string {
  return `# Intercepts everything, changes nothing, stores nothing.
http_port 127.0.0.1:${port} ssl-bump tls-cert=${folder}/authority.pem generate-host-certificates=on dynamic_cert_mem_cache_size=4MB
sslcrtd_program ${certificateHelper} -s ${folder}/certificates -M 4MB
sslcrtd_children 2 startup=1 idle=1
acl step1 at_step SslBump1
ssl_bump peek step1
ssl_bump ${action} all
tls_outgoing_options cafile=${destination.rootFile}
hosts_file ${folder}/hosts
http_access allow all
cache deny all
cache_mem 8 MB
access_log none
cache_store_log none
cache_log ${folder}/cache.log
pid_filename ${folder}/squid.pid
coredump_dir ${folder}
pinger_enable off
shutdown_lifetime 1 seconds
visible_hostname bench
`
}

async function makeAuthority(folder: string): Promise<void> {
  const file = (name: string) => join(folder, name)
  const subject = ['-subj', '/CN=Squid bench CA', '-days', '30', '-nodes']
  const extensions = [
    '-addext',
    'basicConstraints=critical,CA:TRUE',
    '-addext',
    'keyUsage=critical,keyCertSign',
  ]
  const output = ['-keyout', file('authority.key'), '-out', file('authority.crt')]
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...subject, ...extensions, ...output])
  const parts = [await readFile(file('authority.key')), await readFile(file('authority.crt'))]
  await writeFile(file('authority.pem'), Buffer.concat(parts))
}

/** Started by root, Squid goes on as the user `proxy`, who must be able to read and write its files. */
async function openToSquidsUser(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  await chmod(folder, 0o755)
  await run('chown', ['-R', 'proxy', folder])
}
