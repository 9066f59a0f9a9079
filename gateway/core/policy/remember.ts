/** Asks once what is asked again and again. */

/** Answers that are remembered: an office talks to a few hundred hosts, a hostile client must not fill the memory. */
const maxRemembered = 4096

/** The oldest answers are forgotten first. */
export function remember<Answer>(ask: (question: string) => Answer): (question: string) => Answer {
  const answers = new Map<string, Answer>()
  return (question) => {
    const known = answers.get(question)
    if (known !== undefined) return known
    const answer = ask(question)
    if (answers.size >= maxRemembered) {
      const oldest = answers.keys().next()
      if (oldest.done !== true) answers.delete(oldest.value)
    }
    answers.set(question, answer)
    return answer
  }
}
