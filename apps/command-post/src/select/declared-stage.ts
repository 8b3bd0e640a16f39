import type { SensorRow } from './gauges.ts'

/** `stage` null: declared that none holds. `by` is absent when who declared it has said something else about the gauge since. */
export type DeclaredStage = { readonly stage: number | null; readonly at: number; readonly by?: string }

/** The stage that a person declared for this gauge; undefined when nobody did. What systems say of it are proposals. */
export function declaredStage({ fields, fieldAt, at: rowAt, sources }: SensorRow): DeclaredStage | undefined {
	const { stage } = fields
	if (stage === undefined) return undefined
	const at = fieldAt?.['stage'] ?? rowAt
	const by = sources.find((one) => one.rank === 'person' && one.at === at)?.name
	return { stage, at, ...(by !== undefined && { by }) }
}

/** What was declared goes before what is proposed, which is worth a word only where it is another. */
export function toldStages(row: SensorRow, proposal: number | undefined): { readonly declared?: number; readonly proposed?: number } {
	const declared = declaredStage(row)?.stage ?? undefined
	return {
		...(declared !== undefined && { declared }),
		...(proposal !== undefined && proposal !== declared && { proposed: proposal }),
	}
}
