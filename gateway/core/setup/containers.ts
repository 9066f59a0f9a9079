/** How Docker, WSL and two compilers are set up. */
import { fromVendor, proxyAddress, type Recipe, type SetupFacts } from './recipe.ts'

export function containerRecipes(facts: SetupFacts): Recipe[] {
  return [docker(facts), dockerBuild(facts), wsl(), go(facts), rust(facts)]
}

function docker(facts: SetupFacts): Recipe {
  const proxies = {
    proxies: {
      'http-proxy': `http://${proxyAddress(facts)}`,
      'https-proxy': `http://${proxyAddress(facts)}`,
      'no-proxy': `localhost,127.0.0.0/8,${facts.officeHost}`,
    },
  }
  return {
    id: 'docker',
    title: 'Docker: pulling images',
    kind: 'program',
    proof: fromVendor(
      'Docker Docs, "Daemon proxy configuration"',
      'https://docs.docker.com/engine/daemon/proxy/',
    ),
    install: [
      {
        steps: [
          'Follow the recipe of your Linux first: the daemon trusts what the system trusts.',
          'In `/etc/docker/daemon.json` (Docker Desktop does not read it: there Settings → Resources → Proxies):',
        ],
      },
      { code: JSON.stringify(proxies, null, 2) },
      { text: 'Then:' },
      { code: 'sudo systemctl restart docker' },
    ],
    uninstall: [
      {
        text: 'Take `proxies` out of `/etc/docker/daemon.json`, undo the recipe of your Linux, and restart Docker.',
      },
    ],
  }
}

function dockerBuild(facts: SetupFacts): Recipe {
  return {
    id: 'docker-build',
    title: 'Docker: building images and running containers',
    kind: 'program',
    proof: fromVendor(
      'Red Hat, "Use custom CA certificates" in container images',
      'https://docs.redhat.com/en/documentation/red_hat_hardened_images/1-latest/develop-use_custom_ca_certificates',
    ),
    install: [
      {
        text: 'An image has a list of roots of its own. In a Dockerfile for Debian or Ubuntu, with `gatehouse-1.crt` and `gatehouse-2.crt` of the Debian recipe beside it:',
      },
      {
        code: `COPY gatehouse-*.crt /usr/local/share/ca-certificates/
RUN apt-get update && apt-get install -y ca-certificates && update-ca-certificates`,
      },
      { text: 'The proxy, which is not to stay in the image:' },
      {
        code: `docker build --build-arg http_proxy=http://${proxyAddress(facts)} --build-arg https_proxy=http://${proxyAddress(facts)} .`,
      },
      {
        text: 'An image that is not yours gets the file when it runs: `-v ~/.gatehouse/all-roots.pem:/etc/ssl/certs/ca-certificates.crt:ro`.',
      },
    ],
    uninstall: [
      { text: 'Take the lines out of the Dockerfile and build the image anew. Nothing else was changed.' },
    ],
  }
}

function wsl(): Recipe {
  return {
    id: 'wsl',
    title: 'WSL (Linux on Windows)',
    kind: 'program',
    proof: fromVendor(
      'Microsoft, "Troubleshooting WSL" on autoProxy, as quoted in its issue 11551',
      'https://github.com/microsoft/WSL/issues/11551',
    ),
    install: [
      {
        text: 'A Linux in WSL does not know the certificates of Windows: follow the recipe of that Linux inside of it, and those of the programs there. With `autoProxy=true` under `[wsl2]` in `%USERPROFILE%\\.wslconfig` it takes the proxy of Windows over (Windows 11), after:',
      },
      { code: 'wsl --shutdown' },
    ],
    uninstall: [{ text: 'Undo the recipe of that Linux inside of it.' }],
  }
}

function go(facts: SetupFacts): Recipe {
  return {
    id: 'go',
    title: 'Go',
    kind: 'program',
    proof: fromVendor(
      'The Go project, issue 71924 on SSL_CERT_FILE',
      'https://github.com/golang/go/issues/71924',
    ),
    install: [
      {
        text: 'Go asks the system; the recipe of the system is enough. Only on Linux, where you cannot change the system:',
      },
      {
        code: `export SSL_CERT_FILE="$HOME/.gatehouse/all-roots.pem"
export https_proxy=http://${proxyAddress(facts)} http_proxy=http://${proxyAddress(facts)}`,
      },
    ],
    uninstall: [{ code: 'unset SSL_CERT_FILE https_proxy http_proxy' }],
  }
}

function rust(facts: SetupFacts): Recipe {
  return {
    id: 'rust',
    title: 'Rust: cargo',
    kind: 'program',
    proof: fromVendor(
      'The Rust project, "CargoHttpConfig"',
      'https://doc.rust-lang.org/nightly/nightly-rustc/cargo/util/context/struct.CargoHttpConfig.html',
    ),
    install: [
      {
        code: `export CARGO_HTTP_CAINFO="$HOME/.gatehouse/all-roots.pem"
export CARGO_HTTP_PROXY=http://${proxyAddress(facts)}`,
      },
      { text: 'Programs written in Rust often bring a list of their own; many read `SSL_CERT_FILE`.' },
    ],
    uninstall: [{ code: 'unset CARGO_HTTP_CAINFO CARGO_HTTP_PROXY' }],
  }
}
