/** How Linux is set up: the list of roots that most programs share, and Chromium's own. */
import { fromVendor, proxyAddress, type Recipe, type RecipePart, type SetupFacts, tried } from './recipe.ts'

export function linuxRecipes(facts: SetupFacts): Recipe[] {
  return [debian(facts), fedora(facts), arch(facts), chromium(facts)]
}

/** Both roots in one file at a place that every later command knows. */
function download({ bundleCommandUrl }: SetupFacts): string {
  return `curl -fsS --noproxy '*' -o gatehouse-roots.pem "${bundleCommandUrl}"`
}

/** One certificate a file, as some lists of roots want them. */
const split = `awk '/BEGIN CERT/ { n++ } { print > ("gatehouse-" n ".crt") }' gatehouse-roots.pem`

function useProxy(facts: SetupFacts): RecipePart[] {
  return [
    {
      text: `The proxy: Settings → Network → Proxy → Automatic, with \`${facts.pacUrl}\`. For programs in a terminal, these lines at the end of \`~/.profile\`:`,
    },
    {
      code: `export http_proxy=http://${proxyAddress(facts)}
export https_proxy=$http_proxy
export no_proxy=localhost,127.0.0.1,::1,${facts.officeHost}`,
    },
  ]
}

const stopProxy: RecipePart = {
  text: 'Switch the proxy off in the settings, and take the three lines out of `~/.profile`.',
}

function debian(facts: SetupFacts): Recipe {
  return {
    id: 'debian',
    title: 'Linux: Debian, Ubuntu, Mint',
    kind: 'system',
    proof: tried,
    install: [
      {
        code: `${download(facts)}
${split}
sudo cp gatehouse-*.crt /usr/local/share/ca-certificates/
sudo update-ca-certificates`,
      },
      ...useProxy(facts),
    ],
    uninstall: [
      {
        code: 'sudo rm -f /usr/local/share/ca-certificates/gatehouse-*.crt\nsudo update-ca-certificates --fresh',
      },
      stopProxy,
    ],
  }
}

function fedora(facts: SetupFacts): Recipe {
  return {
    id: 'fedora',
    title: 'Linux: Fedora, Red Hat, openSUSE',
    kind: 'system',
    proof: fromVendor(
      'Fedora Docs, "Using Shared System Certificates"',
      'https://docs.fedoraproject.org/en-US/quick-docs/using-shared-system-certificates/',
    ),
    install: [
      {
        code: `${download(facts)}
sudo cp gatehouse-roots.pem /etc/pki/ca-trust/source/anchors/
sudo update-ca-trust`,
      },
      {
        text: 'On openSUSE the folder is `/etc/pki/trust/anchors/`, and the command `update-ca-certificates`.',
      },
      ...useProxy(facts),
    ],
    uninstall: [
      { code: 'sudo rm -f /etc/pki/ca-trust/source/anchors/gatehouse-roots.pem\nsudo update-ca-trust' },
      stopProxy,
    ],
  }
}

function arch(facts: SetupFacts): Recipe {
  return {
    id: 'arch',
    title: 'Linux: Arch, Manjaro',
    kind: 'system',
    proof: fromVendor(
      'Red Hat, "Using shared system certificates": the command trust, which Arch has, too',
      'https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/8/html/system_design_guide/managing-trusted-system-certificates_using-shared-system-certificates',
    ),
    install: [
      { code: `${download(facts)}\n${split}\nfor file in gatehouse-*.crt; do sudo trust anchor $file; done` },
      ...useProxy(facts),
    ],
    uninstall: [
      {
        text: 'In the folder where the files are; where they are gone, download and split them again as above, and then:',
      },
      { code: 'for file in gatehouse-*.crt; do sudo trust anchor --remove $file; done' },
      stopProxy,
    ],
  }
}

/** The names under which the roots stand in Chromium's list: counted, as a roll-over brings a third. */
function chromium(facts: SetupFacts): Recipe {
  return {
    id: 'chromium',
    title: 'Chromium and Chrome on Linux',
    kind: 'system',
    proof: tried,
    install: [
      {
        text: 'They keep a list of their own. Settings → Privacy and security → Security → _Manage certificates_, or with the package `libnss3-tools` (`nss-tools` on Fedora, `nss` on Arch):',
      },
      {
        code: `${download(facts)}
${split}
mkdir -p ~/.pki/nssdb
[ -e ~/.pki/nssdb/cert9.db ] || certutil -d "sql:$HOME/.pki/nssdb" -N --empty-password
for file in gatehouse-*.crt; do
  certutil -d "sql:$HOME/.pki/nssdb" -A -t C,, -n $file -i $file
done`,
      },
      { text: 'They follow the proxy of the desktop. Restart them.' },
    ],
    uninstall: [
      {
        code: `certutil -d "sql:$HOME/.pki/nssdb" -L | grep -o '^gatehouse-[0-9]*.crt' | while read -r name; do
  certutil -d "sql:$HOME/.pki/nssdb" -D -n $name
done`,
      },
    ],
  }
}
