import type { Framer } from '../frame/framer.ts'
import { lineFramer } from '../frame/lines.ts'
import { Assembler } from './assemble.ts'
import type { Whole } from './assemble.ts'
import { partsOfLine } from './sentence.ts'

/** A sentence is a line of 82 characters, with a tag block some 200; a message of aisstream.io has some 2 kB. */
const MOST_BYTES = 65_536

/** Lines, but all sentences of one message together. What does not become whole comes out as it is, so that it can be refused. */
export function aisFramer(): Framer {
	const lines = lineFramer(MOST_BYTES)
	const assembler = new Assembler()
	return {
		push: (bytes) => lines.push(bytes).flatMap((line) => messagesOf(line, assembler)),
		rest: () => [...lines.rest(), ...assembler.rest().map(joined)],
		...(lines.overlong && { overlong: lines.overlong }),
	}
}

/** Only lines that hold a part of a message, and nothing else, wait. */
function messagesOf(line: Uint8Array, assembler: Assembler): readonly Uint8Array[] {
	if (line[0] === OPENING) return [line]
	const parts = partsOfLine(new TextDecoder().decode(line))
	const [only] = parts
	if (parts.length !== 1 || only?.type !== 'sentence' || only.sentence.total === 1) return [line]
	const { whole, given } = assembler.add({ ...only.sentence, raw: new TextDecoder().decode(line) })
	return [...given, ...(whole ? [whole] : [])].map(joined)
}

const OPENING = 0x7b

function joined(whole: Whole): Uint8Array {
	return new TextEncoder().encode(whole.map(({ raw }) => raw).join('\n'))
}
