/** What the page that checks a machine adds where scripts run: the clock, a sum in one sentence, and an end to waiting. */

/** Served as a file: the page allows no script that stands in it. Without it the page says the same, without the sum. */
export const checkScript = `'use strict'
const waitMs = 8000
const allowedMs = 60000

async function isAnswered(url) {
  try {
    const answer = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(waitMs) })
    return answer.ok
  } catch {
    return false
  }
}

function say(row, isFine) {
  const said = row.querySelector('.answer')
  const words = document.createElement('p')
  words.className = isFine ? 'yes' : 'no'
  words.textContent = isFine ? 'Yes' : row.dataset.missing
  said.replaceChildren(words)
}

function isClockRight(row) {
  return Math.abs(Date.now() - performance.now() - Date.parse(row.dataset.now)) < allowedMs
}

async function check() {
  const rows = [...document.querySelectorAll('[data-check]')]
  const fine = await Promise.all(
    rows.map((row) => (row.dataset.url === undefined ? isClockRight(row) : isAnswered(row.dataset.url))),
  )
  rows.forEach((row, at) => say(row, fine[at]))
  const wrong = rows.filter((row, at) => !fine[at] && row.dataset.check !== 'ipv6')
  document.getElementById('sum').textContent =
    wrong.length === 0
      ? 'This machine is set up.'
      : wrong.length === 1
        ? 'One thing is missing.'
        : wrong.length + ' things are missing.'
}

check()
`
