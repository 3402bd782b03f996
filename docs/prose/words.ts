/** Words that the documents avoid, and what to write instead. Those of the field and of software stand in docs/concepts.md. */
export interface AvoidedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

const avoid = (words: string, instead: string): AvoidedWord => ({
  pattern: new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`, 'gi'),
  instead,
});

export const AVOIDED: readonly AvoidedWord[] = [
  // Words of our own, from before there was a glossary.
  avoid('doors?(?= (?:of|to) the server)', 'listener'),
  avoid('farewells?', 'close message'),
  avoid('look-outs?', 'look-ahead'),
  avoid('made walks?', 'synthetic walk'),
  avoid('contestants?', 'candidate, detector'),
  avoid('hopeless', 'say what is wrong'),
  avoid('footfalls?|landing events?', 'step'),
  // What a native engineer would not write.
  avoid('whoever|whosoever|whomever|whomsoever', 'anyone who'),
  avoid('thereof|therein|thereby|hereby|wherein|whereby|whereupon', 'plain words'),
  avoid('which of the (?:two|three) (?:it|that) is', 'which one'),
  avoid('by the same token|as it were|so to speak', 'nothing'),
  avoid('let go of', 'disconnect, release'),
  avoid('told so', 'informed'),
  avoid('as ever', 'as before'),
  avoid('of ones? own accord', 'by itself'),
  avoid('once an? (?:interval|minute|second) each', 'at most once a …'),
  avoid('nor mends?|mends?|mended', 'fix'),
  avoid('heeds?|heeded', 'follow, count'),
  avoid('wants? to be (?:told|asked|known)', 'say who needs it'),
  avoid('weakness(?:es)?(?= in a dependency| is exploited)', 'vulnerability'),
  avoid('one speaks of|it is spoken of', 'active voice'),
  avoid('no more (?:is|are) (?:told|known)', 'active voice'),
  // What says nothing.
  avoid('utili[sz]e[sd]?|utili[sz]ing', 'use'),
  avoid('leverag(?:e[sd]?|ing)', 'use'),
  avoid('in order to', 'to'),
  avoid('please note(?: that)?|note that|it should be noted', 'the sentence itself'),
  avoid('simply|obviously|of course|basically|actually', 'nothing'),
  avoid('seamless(?:ly)?|blazing(?:ly)?|cutting-edge|world-class|state-of-the-art', 'a figure'),
  avoid('e\\.g\\.|i\\.e\\.', 'such as; that is'),
];
