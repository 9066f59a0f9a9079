/** How those who host code, packages, builds and clouds write their tokens. */
import { type TokenFormat, tokenFormat } from './token-format.ts'

/** GitHub, "Behind GitHub's new authentication token formats" (2021): the last six characters are a CRC-32 in base 62. */
const withChecksum = `
  github-pat          ghp_{w36}
  github-oauth        gho_{w36}
  github-user         ghu_{w36}
  github-server       ghs_{w36}
  github-refresh      ghr_{w36-76}
  npm                 npm_{w36}
`

/**
 * Sources: the providers' own pages on their tokens; GitHub Docs, "Supported secret scanning patterns"; the names of the
 * forms follow GitLab Docs, "Token overview", for GitLab.
 */
const plain = `
  github-fine         github_pat_{w22}_{w59}
  gitlab-routable     glpat-{s27-300}.{l2}.{l7-11}
  gitlab-pat          glpat-{s20-64}
  gitlab-oauth        gloas-{H64}
  gitlab-deploy       gldt-{s20-64}
  gitlab-runner       glrt-{s20-64}
  gitlab-runner-old   GR1348941{s20}
  gitlab-trigger      glptt-{h40}
  gitlab-job          glcbt-{s20-64}
  gitlab-feed         glft-{s20-64}
  gitlab-mail         glimt-{s25}
  gitlab-agent        glagent-{s50-1024}
  gitlab-scim         glsoat-{s20-64}
  bitbucket-app       ATBB{w32}
  atlassian-api       ATATT3{s150+}={H8}
  atlassian-cloud     ATCTT3{s150+}={H8}
  trello              ATTA{H64}
  pypi                pypi-AgEIcHlwaS5vcmc{s50+}
  pypi-test           pypi-AgENdGVzdC5weXBpLm9yZw{s50+}
  rubygems            rubygems_{h48}
  nuget               oy2{l43}
  crates              cio{w32}
  clojars             CLOJARS_{l60}
  jfrog-key           AKCp{w69}
  jfrog-reference     cmVmdGtu{w56}
  docker-personal     dckr_pat_{s27}
  docker-organization dckr_oat_{s32}
  sonarqube-project   sqp_{h40}
  sonarqube-user      squ_{h40}
  sonarqube-analysis  sqa_{h40}
  sourcegraph         sgp_{H16}_{h40}
  sourcegraph-old     sgp_{h40}
  segment             sgp_{w64}
  buildkite           bkua_{h40}
  circleci            CCIPAT_{w22}_{h40}
  postman             PMAK-{h24}-{h34}
  readme              rdme_{l70}
  infracost           ico-{w32}
  prefect-user        pnu_{w36}
  prefect-bot         pnb_{w36}
  aws-access-key      AKIA{u16}
  aws-temporary-key   ASIA{u16}
  aws-bearer          ABIA{u16}
  aws-context         ACCA{u16}
  aws-bedrock         ABSK{b109-269}
  google-api-key      AIza{s35}
  google-oauth        ya29.{s20+}
  google-client       GOCSPX-{s28}
  google-refresh      1//0{s38-100}
  azure-storage       AccountKey={b86}==
  azure-shared        SharedAccessKey={b43}=
  azure-devops        {w76}AZDO{w4}
  azure-function      {s44}AzFu{s8}
  alibaba             LTAI{w12-20}
  tencent             AKID{w32}
  yandex              AQVN{s35-38}
  digitalocean-pat    dop_v1_{h64}
  digitalocean-oauth  doo_v1_{h64}
  digitalocean-renew  dor_v1_{h64}
  heroku              HRKU-AA{s58}
  heroku-uuid         HRKU-{h8}-{h4}-{h4}-{h4}-{h12}
  vercel-blob         vercel_blob_rw_{w16}_{w32}
  vercel              vcp_{w24-64}
  netlify             nfp_{w36-40}
  cloudflare-origin   v1.0-{h24}-{h146}
  fly                 fo1_{s43}
  fly-macaroon        fm2_{b100+}
  render              rnd_{w28-40}
  supabase            sbp_{h40}
  supabase-secret     sb_secret_{s31-40}
  planetscale-token   pscale_tkn_{s32-64}
  planetscale-oauth   pscale_oauth_{s32-64}
  planetscale-pw      pscale_pw_{s32-64}
  databricks          dapi{h32}
  terraform           {w14}.atlasv1.{s60-70}
  vault-service       hvs.{s24-300}
  vault-batch         hvb.{s24-300}
  vault-recovery      hvr.{s24-300}
  doppler-personal    dp.pt.{w43}
  doppler-service     dp.st.{s2-35}.{w40-44}
  doppler-cli         dp.ct.{w43}
  doppler-account     dp.sa.{w43}
  doppler-audit       dp.audit.{w43}
  pulumi              pul-{h40}
  tailscale-auth      tskey-auth-{w8-20}-{w20-40}
  tailscale-api       tskey-api-{w8-20}-{w20-40}
  tailscale-client    tskey-client-{w8-20}-{w20-40}
  newrelic-user       NRAK-{u27}
  newrelic-insights   NRII-{s32}
  newrelic-license    {h36}NRAL
  sentry-organization sntrys_eyJ{b80-400}=_{b43}
  sentry-padded       sntrys_eyJ{b80-400}==_{b43}
  sentry-plain        sntrys_eyJ{b80-400}_{b43}
  sentry-user         sntryu_{h64}
  grafana-cloud       glc_{b32-400}
  dynatrace           dt0c01.{u24}.{u64}
  launchdarkly        api-{h8}-{h4}-{h4}-{h4}-{h12}
  posthog             phx_{w43-50}
  adafruit            aio_{w28}
`

/** Grafana Labs, "Service account tokens": a CRC-32 in hexadecimal stands at the end. */
const withHexChecksum = `
  grafana-service     glsa_{w32}_{H8}
`

export const codeTokens: readonly TokenFormat[] = [
  ...linesOf(withChecksum).map((line) => tokenFormat(line, 'crc32-base62')),
  ...linesOf(plain).map((line) => tokenFormat(line)),
  ...linesOf(withHexChecksum).map((line) => tokenFormat(line, 'crc32-hex')),
]

function linesOf(table: string): string[] {
  return table.split('\n').filter((line) => line.trim() !== '')
}
