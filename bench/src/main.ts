import { applyBench } from './apply.ts'
import { authoriseBench } from './authorise.ts'
import { pastBench, startBench } from './long.ts'
import { line } from './measure.ts'
import type { Bench } from './measure.ts'
import { memoryBench } from './memory.ts'
import { rebuildBench } from './rebuild.ts'

const BENCHES: Readonly<Record<string, Bench>> = {
	apply: applyBench,
	authorise: authoriseBench,
	memory: memoryBench,
	rebuild: rebuildBench,
	start: startBench,
	past: pastBench,
}

/** `npm run bench [-- --quick] [names]`. Ends with 1 when a bound was missed; a quick run only shows that everything works. */
const quick = process.argv.includes('--quick')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'))

function say(text: string): void {
	process.stdout.write(`${text}\n`)
}

let missed = 0
for (const [name, bench] of Object.entries(BENCHES)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue
	// One after the other on purpose: they are timed.
	// oxlint-disable-next-line no-await-in-loop
	for (const finding of await bench({ quick })) {
		say(line(finding))
		if (finding.seen > finding.bound) missed++
	}
}
say(missed === 0 ? 'every bound is kept' : `${missed} bounds are missed`)
process.exitCode = missed === 0 || quick ? 0 : 1
