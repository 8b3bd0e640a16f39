import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'

import type { Shell } from './access-commands.ts'

function numberOf(text: string): number {
	if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a number.')
	return Number(text)
}

function numbersOf(text: string): readonly number[] {
	return text.split(',').map((part) => numberOf(part.trim()))
}

type EraseOptions = {
	readonly entity?: string
	readonly mentions?: boolean
	readonly seqs?: readonly number[]
	readonly reason?: string
	readonly confirm?: number
	readonly key?: string
}

/** Erasing at the console, for whoever answers for personal data (docs/privacy.md). */
export function addEraseCommand(program: Command, { paths, out }: Pick<Shell, 'paths' | 'out'>, environmentKey: string | undefined): void {
	program
		.command('erase')
		.argument('<operation>', 'operation or base, closed ones too')
		.option('--entity <id>', 'everything that was said about it, such as contact:s1:mueller')
		.option('--mentions', 'with --entity: also the statements of others that name it')
		.option('--seqs <numbers>', 'entries by their numbers, separated by commas', numbersOf)
		.option('--reason <text>', 'why; absent: it is asked for')
		.option('--confirm <number>', 'how many entries go, as said before; absent: it is asked for', numberOf)
		.option('--key <key>', 'key with the duty to erase; absent: LAGEBILD_KEY, else one that holds for this call')
		.description('erase personal data at the running hub: names what would go and asks; exit 1 when nothing was erased')
		.action(async (operation: string, { mentions = false, key = environmentKey, ...options }: EraseOptions) => {
			const { erase } = await import('./erase.ts')
			process.exitCode = await erase(paths(), { operation, mentions, key, ...options }, { out, input: process.stdin })
		})
}
