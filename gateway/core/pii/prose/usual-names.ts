/** First names that very many people have and that are hardly anything else, in six languages. */
import { hashWord } from './tokens.ts'

/**
 * After the statistics of births of the Social Security Administration (US), the Office for National Statistics (UK), the
 * Central Statistics Office (Ireland), the Gesellschaft für deutsche Sprache, INSEE (France), INE (Spain), ISTAT (Italy) and the
 * Meertens Instituut (Netherlands). Names that are words, cities or months as often are left out: Mark, Florence, June.
 */
const names =
  // en
  'james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony steven paul andrew ' +
  'joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry ' +
  'justin scott brandon benjamin samuel gregory alexander patrick raymond dennis jerry tyler aaron jose adam nathan henry ' +
  'douglas zachary peter kyle ethan walter noah jeremy keith gerald harold sean liam oliver harry graham nigel ' +
  'mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly ' +
  'emily donna michelle amanda melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna ' +
  'brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine heather diane ' +
  'julie olivia joyce kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline ' +
  'martha gloria teresa ann sara kathryn janice abigail julia alice judy sophia denise isabella ' +
  'fiona sheila gillian siobhán siobhan sinéad sinead niamh aoife ciarán ciaran eoin seán pádraig róisín caoimhe ' +
  // de
  'jürgen hans klaus günter günther wolfgang werner helmut dieter manfred uwe bernd horst jörg stefan andreas sabine ursula ' +
  'monika petra renate gisela ingrid brigitte heike birgit susanne claudia katrin kathrin anja silke ute gabriele martina ' +
  'karin angelika christa helga gerhard karl heinz rolf ralf ralph holger torsten thorsten matthias markus florian sebastian ' +
  'tobias lukas felix jonas leon maximilian moritz niklas philipp johannes franz josef friedrich ulrich volker rainer ' +
  'reinhard joachim jochen jens sven björn götz käthe jutta doris ilse hannelore elke anke antje ' +
  'katharina johanna sophie marie lena leonie hanna friederike franziska theresa ' +
  // fr
  'pierre michel philippe alain nicolas christophe laurent frédéric jérôme françois sébastien stéphane olivier ' +
  'julien thierry guillaume éric jacques antoine mathieu benoît cédric étienne rené andré gérard yves bernard ' +
  'nathalie isabelle sylvie catherine valérie sandrine véronique françoise céline chantal aurélie émilie hélène ' +
  'élodie camille mathilde juliette manon chloé léa amélie anaïs monique jacqueline joséphine geneviève thérèse ' +
  // es
  'juan josé antonio manuel francisco javier carlos miguel rafael pedro fernando alejandro luis sergio jorge ' +
  'alberto álvaro adrián andrés ramón enrique vicente diego raúl rubén iván óscar joaquín ignacio maría ana josefa ' +
  'isabel lucía marta cristina elena raquel beatriz montserrat nuria inés rocío mónica verónica sofía andrea ' +
  // it
  'giuseppe giovanni mario luigi francesco andrea alessandro marco luca stefano paolo matteo davide lorenzo riccardo ' +
  'roberto giulia francesca chiara federica silvia valentina alessandra giorgia maria giuseppina caterina ' +
  'lucia elisa paola simona simone giancarlo gianluca salvatore vincenzo domenico ' +
  // nl
  'johan willem hendrik kees joost maarten jeroen bram sander martijn pieter gerrit sjoerd thijs daan lotte sanne femke ' +
  'marieke marijke ingeborg wilhelmina johanna annemarie margriet elisabeth anouk mieke'

/** As `Tokens.hash`. */
export const usualFirstNames: ReadonlySet<number> = new Set(names.split(' ').map(hashWord))
