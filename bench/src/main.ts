import { applyBench } from './apply.ts'
import { line } from './measure.ts'
import type { Bench } from './measure.ts'

const BENCHES: Readonly<Record<string, Bench>> = { apply: applyBench }

/** `npm run bench [-- --quick] [names]`. Ends with 1 when a bound was missed; a quick run only shows that everything works. */
const quick = process.argv.includes('--quick')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'))

function say(text: string): void {
	process.stdout.write(`${text}\n`)
}

let missed = 0
for (const [name, bench] of Object.entries(BENCHES)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue
	for (const finding of await bench({ quick })) {
		say(line(finding))
		if (finding.seen > finding.bound) missed++
	}
}
say(missed === 0 ? 'every bound is kept' : `${missed} bounds are missed`)
process.exitCode = missed === 0 || quick ? 0 : 1
