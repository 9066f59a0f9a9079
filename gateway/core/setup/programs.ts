/** How programs are set up that do not ask the system whom to trust. All of it is tried by a test. */
import { proxyAddress, type Recipe, type SetupFacts, tried } from './recipe.ts'

export function programRecipes(facts: SetupFacts): Recipe[] {
  return [files(facts), curl(facts), git(facts), node(facts), npm(facts), python(facts), java(facts)]
}

/** Some programs add a file to their list and some replace their list by it: what passes unread needs the public roots, too. */
function files({ bundleCommandUrl }: SetupFacts): Recipe {
  return {
    id: 'files',
    title: 'First: the files that programs are pointed to',
    kind: 'program',
    proof: tried,
    install: [
      {
        code: `mkdir -p ~/.gatehouse
curl -fsS --noproxy '*' -o ~/.gatehouse/roots.pem "${bundleCommandUrl}"
for list in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
  if [ -r $list ]; then break; fi
done
cat $list ~/.gatehouse/roots.pem > ~/.gatehouse/all-roots.pem`,
      },
      {
        text: '`roots.pem` has the certificates of this gateway, `all-roots.pem` those and the public ones. Where a recipe says `export`, the line belongs at the end of `~/.profile`, so that it counts after the next login. When a certificate is renewed, run this again.',
      },
    ],
    uninstall: [{ code: 'rm -rf ~/.gatehouse' }],
  }
}

function curl(facts: SetupFacts): Recipe {
  return {
    id: 'curl',
    title: 'curl',
    kind: 'program',
    proof: tried,
    install: [
      {
        code: `export CURL_CA_BUNDLE="$HOME/.gatehouse/all-roots.pem"
export https_proxy=http://${proxyAddress(facts)} http_proxy=http://${proxyAddress(facts)}`,
      },
    ],
    uninstall: [{ code: 'unset CURL_CA_BUNDLE https_proxy http_proxy' }],
  }
}

function git(facts: SetupFacts): Recipe {
  return {
    id: 'git',
    title: 'git',
    kind: 'program',
    proof: tried,
    install: [
      {
        code: `git config --global http.sslCAInfo ~/.gatehouse/all-roots.pem
git config --global http.proxy http://${proxyAddress(facts)}`,
      },
    ],
    uninstall: [
      { code: 'git config --global --unset http.sslCAInfo\ngit config --global --unset http.proxy' },
    ],
  }
}

function node(facts: SetupFacts): Recipe {
  return {
    id: 'node',
    title: 'Node.js',
    kind: 'program',
    proof: tried,
    install: [
      {
        code: `export NODE_EXTRA_CA_CERTS="$HOME/.gatehouse/roots.pem"
export NODE_USE_ENV_PROXY=1
export HTTPS_PROXY=http://${proxyAddress(facts)} HTTP_PROXY=http://${proxyAddress(facts)}`,
      },
      {
        text: 'Node.js follows the proxy by itself from version 24 on; older programs need a setting of their own.',
      },
    ],
    uninstall: [{ code: 'unset NODE_EXTRA_CA_CERTS NODE_USE_ENV_PROXY HTTPS_PROXY HTTP_PROXY' }],
  }
}

function npm(facts: SetupFacts): Recipe {
  return {
    id: 'npm',
    title: 'npm',
    kind: 'program',
    proof: tried,
    install: [
      {
        code: `npm config set cafile ~/.gatehouse/all-roots.pem
npm config set https-proxy http://${proxyAddress(facts)}
npm config set proxy http://${proxyAddress(facts)}`,
      },
    ],
    uninstall: [{ code: 'npm config delete cafile\nnpm config delete https-proxy\nnpm config delete proxy' }],
  }
}

function python(facts: SetupFacts): Recipe {
  return {
    id: 'python',
    title: 'Python: requests, pip and the standard library',
    kind: 'program',
    proof: tried,
    install: [
      {
        code: `export REQUESTS_CA_BUNDLE="$HOME/.gatehouse/all-roots.pem"
export SSL_CERT_FILE="$HOME/.gatehouse/all-roots.pem"
export PIP_CERT="$HOME/.gatehouse/all-roots.pem"
export https_proxy=http://${proxyAddress(facts)} http_proxy=http://${proxyAddress(facts)}`,
      },
      {
        text: 'Programs that ask `certifi` for its file and hand it on themselves read none of these lines. Add to that file: `cat ~/.gatehouse/roots.pem >> "$(python3 -m certifi)"`; an update of certifi takes it away again.',
      },
    ],
    uninstall: [{ code: 'unset REQUESTS_CA_BUNDLE SSL_CERT_FILE PIP_CERT https_proxy http_proxy' }],
  }
}

function java(facts: SetupFacts): Recipe {
  const { proxyHost: host, proxyPort: port } = facts
  return {
    id: 'java',
    title: 'Java',
    kind: 'program',
    proof: tried,
    install: [
      {
        text: 'A list of its own, made of that which came with Java, so that updates of Java leave it alone:',
      },
      {
        code: `cp "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")/lib/security/cacerts" ~/.gatehouse/java-roots
chmod u+w ~/.gatehouse/java-roots
awk '/BEGIN CERT/ { n++ } { print > (ENVIRON["HOME"] "/.gatehouse/root-" n ".crt") }' ~/.gatehouse/roots.pem
for file in ~/.gatehouse/root-*.crt; do
  keytool -importcert -noprompt -alias "$(basename "$file")" -file "$file" \\
    -keystore ~/.gatehouse/java-roots -storepass changeit
done
export JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore='$HOME/.gatehouse/java-roots' \\
  -Dhttps.proxyHost=${host} -Dhttps.proxyPort=${port} -Dhttp.proxyHost=${host} -Dhttp.proxyPort=${port}"`,
      },
    ],
    uninstall: [{ code: 'unset JAVA_TOOL_OPTIONS\nrm -f ~/.gatehouse/java-roots ~/.gatehouse/root-*.crt' }],
  }
}
