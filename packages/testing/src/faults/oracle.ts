/** What a hub answered to one event, as who sent it keeps it. */
export type Acknowledged = { readonly id: string; readonly seq: number }

/** One line of a journal as a hub gives it out. `said` is what makes the event recognisable; absent: nobody sent it. */
export type JournalLine = { readonly seq: number; readonly hash: string; readonly id?: string; readonly said?: string }

/** Rows by id, each as JSON, and the seq that each lane is at. */
export type Picture = { readonly cursors: string; readonly rows: ReadonlyMap<string, string> }

export type Evidence = {
	/** What each event says, by id; kept before it is sent. */
	readonly sent: ReadonlyMap<string, string>
	readonly acknowledged: readonly Acknowledged[]
	/** Of every hub, read whole after the fault. */
	readonly journals: readonly { readonly hub: string; readonly lines: readonly JournalLine[] }[]
	/** What each client holds, and what a hub gives for the same scope. */
	readonly clients: readonly { readonly client: string; readonly held: Picture; readonly given: Picture }[]
}

/** Every promise that was broken, in words; none when all is well. */
export function complaintsOf(evidence: Evidence): readonly string[] {
	return [
		...contradictions(evidence),
		...evidence.journals.flatMap(({ hub, lines }) => [
			...gaps(lines).map((complaint) => `${hub}: ${complaint}`),
			...misplaced(evidence, lines).map((complaint) => `${hub}: ${complaint}`),
		]),
		...divergences(evidence),
		...evidence.clients.flatMap(({ client, held, given }) => differences(held, given).map((complaint) => `${client}: ${complaint}`)),
	]
}

function contradictions({ acknowledged }: Evidence): readonly string[] {
	const seqs = new Map<string, Set<number>>()
	for (const { id, seq } of acknowledged) seqs.set(id, (seqs.get(id) ?? new Set()).add(seq))
	return [...seqs].filter(([, said]) => said.size > 1).map(([id, said]) => `${id} was acknowledged as ${[...said].join(' and ')}`)
}

function gaps(lines: readonly JournalLine[]): readonly string[] {
	const at = lines.findIndex(({ seq }, index) => seq !== index + 1)
	return at === -1 ? [] : [`seq ${lines[at]?.seq} stands at place ${at + 1}`]
}

function misplaced({ sent, acknowledged }: Evidence, lines: readonly JournalLine[]): readonly string[] {
	const places = new Map<string, JournalLine[]>()
	for (const line of lines) if (line.id !== undefined) places.set(line.id, [...(places.get(line.id) ?? []), line])
	const missing = acknowledged.filter(({ id }) => !places.has(id)).map(({ id, seq }) => `${id} was acknowledged as ${seq} and is not there`)
	const elsewhere = acknowledged
		.filter(({ id, seq }) => places.get(id)?.some((line) => line.seq !== seq))
		.map(
			({ id, seq }) =>
				`${id} was acknowledged as ${seq} and stands at ${places
					.get(id)
					?.map((line) => line.seq)
					.join(', ')}`,
		)
	const doubled = [...places].filter(([, found]) => found.length > 1).map(([id, found]) => `${id} is there ${found.length} times`)
	const others = [...places].flatMap(([id, [line]]) => {
		if (line?.said === undefined) return []
		const said = sent.get(id)
		if (said === undefined) return [`${id} was never sent`]
		return line.said === said ? [] : [`${id} says ${line.said} where ${said} was sent`]
	})
	return [...missing, ...elsewhere, ...doubled, ...others]
}

function divergences({ journals: [first, ...others] }: Evidence): readonly string[] {
	if (!first) return ['no journal was read']
	return others.flatMap(({ hub, lines }) => {
		const length = Math.max(lines.length, first.lines.length)
		const at = Array.from({ length }, (_, index) => index).find((index) => lines[index]?.hash !== first.lines[index]?.hash)
		return at === undefined ? [] : [`${hub} and ${first.hub} differ from place ${at + 1} on`]
	})
}

export function differences(held: Picture, given: Picture): readonly string[] {
	const stand = held.cursors === given.cursors ? [] : [`stands at ${held.cursors}, the hub at ${given.cursors}`]
	const ids = [...new Set([...held.rows.keys(), ...given.rows.keys()])]
	const other = ids.filter((id) => held.rows.get(id) !== given.rows.get(id))
	return [...stand, ...other.slice(0, 3).map((id) => `${id}: holds ${held.rows.get(id)}, the hub gives ${given.rows.get(id)}`)]
}
