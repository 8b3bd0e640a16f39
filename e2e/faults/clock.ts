import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The wall clock of preloaded programs, set by the harness while they run. */
export type TestClock = {
	readonly preload: Readonly<Record<string, string>>
	readonly set: (offsetSeconds: number) => void
}

const SOURCE = fileURLToPath(new URL('clock-shim.c', import.meta.url))

/** @returns why there is none, where it cannot be built */
export function buildClock(folder: string): TestClock | string {
	const library = join(folder, 'clock-shim.so')
	const { status, stderr, error } = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl'], { encoding: 'utf8' })
	if (error) return 'there is no compiler cc'
	if (status !== 0) return `the clock cannot be built: ${stderr}`
	const file = join(folder, 'clock-offset')
	const set = (offsetSeconds: number) => {
		const bytes = Buffer.alloc(8)
		bytes.writeBigInt64LE(BigInt(offsetSeconds))
		writeFileSync(file, bytes, { flag: 'r+' })
	}
	writeFileSync(file, Buffer.alloc(8))
	return { preload: { LD_PRELOAD: library, TEST_CLOCK_OFFSET: file }, set }
}
