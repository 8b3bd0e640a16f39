import { applyBench, applyLargeBench } from './apply.ts'
import { authoriseBench } from './authorise.ts'
import { capBench } from './cap.ts'
import { cotBench, takBench } from './cot.ts'
import { feedWorkerBench } from './feed-worker.ts'
import { joinBench } from './join.ts'
import { linearBench } from './linear.ts'
import { appendBench } from './live/append.ts'
import { areaBench } from './live/area.ts'
import { bytesBench } from './live/bytes.ts'
import { fanoutBench, immediateBench } from './live/fanout.ts'
import { idleMemory } from './live/idle-memory.ts'
import { latencyBench } from './live/latency.ts'
import { mixedBench } from './live/mixed.ts'
import { slowReaderBench } from './live/slow-reader.ts'
import { twoHubsBench } from './live/two-hubs.ts'
import { pastBench, startBench } from './long.ts'
import { isKept, line, table } from './measure.ts'
import type { Bench, Finding } from './measure.ts'
import { memoryBench } from './memory.ts'
import { rebuildBench } from './rebuild.ts'

const BENCHES: Readonly<Record<string, Bench>> = {
	apply: applyBench,
	'apply-large': applyLargeBench,
	authorise: authoriseBench,
	cap: capBench,
	cot: cotBench,
	linear: linearBench,
	tak: takBench,
	'feed-worker': feedWorkerBench,
	join: joinBench,
	memory: async (options) => [...(await memoryBench(options)), await idleMemory(options.quick)],
	rebuild: rebuildBench,
	start: startBench,
	past: pastBench,
	append: appendBench,
	fanout: fanoutBench,
	'fanout-mixed': mixedBench,
	immediate: immediateBench,
	'two-hubs': twoHubsBench,
	area: areaBench,
	bytes: bytesBench,
	latency: latencyBench,
	'slow-reader': slowReaderBench,
}

/** `npm run bench [-- --quick] [--rounds=N] [names]`. Ends with 1 when a bound was missed; a quick run only shows that everything works. */
const quick = process.argv.includes('--quick')
const rounds = roundsIn(process.argv.find((word) => word.startsWith('--rounds=')))
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'))

function roundsIn(word: string | undefined): number | undefined {
	const count = Number(word?.slice('--rounds='.length))
	return Number.isSafeInteger(count) && count > 0 ? count : undefined
}

function say(text: string): void {
	process.stdout.write(`${text}\n`)
}

/** The last line is for programs: one finding, or all of them in a list. */
function asJson(findings: readonly Finding[]): string {
	const told = findings.map((finding) => ({ ...finding, atLeast: finding.atLeast ?? false, ok: isKept(finding) }))
	return JSON.stringify(told.length === 1 ? told[0] : told)
}

const findings: Finding[] = []
for (const [name, bench] of Object.entries(BENCHES)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue
	// One after the other on purpose: they are timed.
	// oxlint-disable-next-line no-await-in-loop
	for (const finding of await bench({ quick, rounds })) {
		if (finding.rounds) say(table(finding.rounds))
		say(line(finding))
		findings.push(finding)
	}
}
const missed = findings.filter((finding) => !isKept(finding)).length
say(missed === 0 ? 'every bound is kept' : `${missed} bounds are missed`)
say(asJson(findings))
process.exitCode = missed === 0 || quick ? 0 : 1
