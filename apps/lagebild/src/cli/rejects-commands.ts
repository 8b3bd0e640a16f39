import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'

import type { Shell } from './access-commands.ts'
import type { RejectsWish } from './rejects.ts'

function idOf(text: string, before: readonly number[] = []): readonly number[] {
	if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be the number of an item.')
	return [...before, Number(text)]
}

type Keyed = { readonly key?: string }

/** What a feed refused, for an integrator at the console. */
export function addRejectsCommands(program: Command, { paths, out }: Pick<Shell, 'paths' | 'out'>): void {
	const rejects = program.command('rejects').description('what feeds refused: look into it, have it read again, discard it')
	const run = async (feed: string, { key }: Keyed, act: RejectsWish['act']): Promise<void> => {
		const { rejectsOf } = await import('./rejects.ts')
		await rejectsOf(paths(), { feed, key, act }, out)
	}
	const named = (name: string, description: string): Command =>
		rejects
			.command(name)
			.argument('<feed>', 'id of the feed')
			.option('--key <key>', 'a key of the feed, or of an admin; absent: one for this call')
			.description(description)
	named('list', 'items of a feed, the newest first')
		.addOption(new Option('--state <state>').choices(['open', 'rerun', 'discarded', 'all']).default('open'))
		.action((feed: string, options: Keyed & { state: string }) => run(feed, options, { type: 'list', state: options.state }))
	named('show', 'one item whole, as JSON')
		.argument('<id>', 'number of the item', idOf)
		.action((feed: string, ids: readonly number[], options: Keyed) => run(feed, options, { type: 'show', id: ids[0] ?? 0 }))
	named('rerun', 'read items again with the mapping of today; without numbers all that are open')
		.argument('[ids...]', 'numbers of items', idOf)
		.action((feed: string, ids: readonly number[] = [], options: Keyed = {}) => run(feed, options, { type: 'rerun', ids }))
	named('discard', 'take items off the list; without numbers all that are open')
		.argument('[ids...]', 'numbers of items', idOf)
		.option('--reason <text>', 'why')
		.action((feed: string, ids: readonly number[] = [], options: Keyed & { reason?: string } = {}) =>
			run(feed, options, { type: 'discard', ids, reason: options.reason }),
		)
}
