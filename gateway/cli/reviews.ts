/** `gatehouse reviews`: list, show, answer, end. */
import { reviewAnswer, reviewId, reviewPage, reviewView } from '../api/schemas/reviews.ts'
import { reviewAnswers } from '../core/review/review.ts'
import { type Call, type CommandGroup, hasFlag, numberOption, textOption, usage } from './command.ts'
import { whereaboutsOf } from './configuration.ts'
import { runningGateway } from './data-access.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { answerLine, reviewLines, reviewTable } from './review-lines.ts'

export const reviewCommands: CommandGroup = {
  summary: 'see who was stopped, or whom something does not work for, and answer',
  unnamed: 'list',
  commands: {
    list: {
      summary: 'show what was asked and is not answered, newest first',
      usage: 'reviews [list] [--all] [--limit N] [--before ID]',
      details:
        'With --json, one review a line. Where there are more, standard error names the --before of the next page.',
      options: {
        all: { type: 'boolean', text: 'what was answered, too' },
        limit: { type: 'string', value: 'N', text: 'at most this many (50)' },
        before: { type: 'string', value: 'ID', text: 'older than this review: the next page' },
      },
      arguments: [0, 0],
      run: list,
    },
    show: {
      summary: 'show one review: who asks, by which rule, and which kinds of data were found',
      usage: 'reviews show <id>',
      options: {},
      arguments: [1, 1],
      run: show,
    },
    answer: {
      summary: 'say what becomes of it',
      usage: `reviews answer <id> ${reviewAnswers.join('|')}`,
      details: `once     one request like the one that was stopped may leave, within 15 minutes
15m      what was found may leave for 15 minutes: from this client, to this destination, under this rule
always   everything may leave to this destination, for everybody, until \`gatehouse reviews end\`: all but secrets and
         what reviews.never of the policy names (special categories, unless told), which is refused there
cleaned  for 15 minutes it leaves with these data masked; where that is not possible, it is stopped as before
no       it stays as it is

Where a tunnel is asked for since something does not work, the answer is 15m (everything from this client to this host passes
unread for 15 minutes; open connections end then) or no.

What was stopped and nobody asked about is answered by the id that the journal shows.
Whoever asked reads the answer where they asked. Each answer stands in the ledger.`,
      options: {},
      arguments: [2, 2],
      run: answer,
    },
    end: {
      summary: 'take back before its time what an answer lets through',
      usage: 'reviews end <id>',
      details: `What counts for 15 minutes ends now, and open connections of a tunnel with it. What was answered \`always\` is undone, as by
\`gatehouse policy undo\`. It stands in the ledger.`,
      options: {},
      arguments: [1, 1],
      run: end,
    },
  },
}

async function list(call: Call): Promise<ExitCode> {
  const before = textOption(call, 'before')
  if (before !== null && !reviewId.safeParse(before).success)
    throw usage('--before takes the id of a review.', 'The page before names it.')
  const limit = numberOption(call, 'limit', { min: 1, max: 200 }) ?? 50
  const isAll = hasFlag(call, 'all')
  const search = new URLSearchParams({ limit: String(limit), waiting: String(!isAll) })
  if (before !== null) search.set('before', before)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const page = await gateway.get(`/api/v1/reviews?${search}`, reviewPage)
  if (call.json) for (const review of page.reviews) call.terminal.json(review)
  else for (const line of reviewTable(page.reviews)) call.terminal.line(line)
  if (page.next !== null) call.terminal.note(`There are older ones: --before ${page.next}`)
  else if (page.reviews.length === 0) call.terminal.note(isAll ? 'There are none.' : 'None waits.')
  return exitCodes.ok
}

async function show(call: Call): Promise<ExitCode> {
  const id = idOf(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const review = await gateway.get(`/api/v1/reviews/${id}`, reviewView)
  if (call.json) call.terminal.json(review)
  else for (const line of reviewLines(review)) call.terminal.line(line)
  return exitCodes.ok
}

async function answer(call: Call): Promise<ExitCode> {
  const id = idOf(call)
  const word = reviewAnswer.safeParse(call.arguments[1])
  if (!word.success)
    throw usage('A review is answered with one of a few words.', `Take one of: ${reviewAnswers.join(', ')}.`)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const review = await gateway.post(`/api/v1/reviews/${id}/answer?answer=${word.data}`, reviewView)
  if (call.json) call.terminal.json(review)
  else call.terminal.line(answerLine(review))
  return exitCodes.ok
}

async function end(call: Call): Promise<ExitCode> {
  const id = idOf(call)
  await using gateway = await runningGateway(await whereaboutsOf(call))
  const review = await gateway.post(`/api/v1/reviews/${id}/end`, reviewView)
  if (call.json) call.terminal.json(review)
  else call.terminal.line(answerLine(review))
  return exitCodes.ok
}

function idOf(call: Call): string {
  const id = call.arguments[0] ?? ''
  if (!reviewId.safeParse(id).success)
    throw usage('A review is named by its id.', 'See it with `gatehouse reviews list`.')
  return id
}
