import type { OperationId } from '@lagebild/model/ids.ts'
import { MAX_MASTER_DATA_BYTES } from '@lagebild/model/master-data.ts'
import type { MasterDataList, MasterDataMapping, MasterDataReport } from '@lagebild/model/master-data.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useRef, useState } from 'react'

import { sendList } from './api.ts'
import type { ImportReply } from './api.ts'

/** What the person has chosen. */
export type Choice = {
	readonly list: MasterDataList
	readonly target: OperationId
	readonly file: File | undefined
	/** Undefined while the guess holds. */
	readonly mapping: MasterDataMapping | undefined
	readonly endMissing: boolean
	readonly confirmMissing: boolean
}

/** How far it is. A report of the last comparison stays while the next one is on its way. */
export type Progress =
	| { readonly state: 'empty' }
	| { readonly state: 'reading'; readonly report?: MasterDataReport }
	| { readonly state: 'preview'; readonly report: MasterDataReport }
	| { readonly state: 'importing'; readonly report: MasterDataReport }
	| { readonly state: 'done'; readonly report: MasterDataReport }
	| {
			readonly state: 'failed'
			readonly why: { readonly message: string } | { readonly bytes: number } | 'unreachable'
			readonly report?: MasterDataReport
	  }

export type Importing = {
	readonly choice: Choice
	readonly progress: Progress
	/** Takes a new choice and compares again if there is a file. */
	readonly choose: (change: Partial<Choice>) => void
	/** What to end is said at the import, no new comparison follows. */
	readonly mark: (change: Pick<Partial<Choice>, 'endMissing' | 'confirmMissing'>) => void
	readonly compare: () => void
	readonly bringIn: () => void
}

export function useImport(first: Pick<Choice, 'list' | 'target'>): Importing {
	const { language } = useFormats()
	const [choice, setChoice] = useState<Choice>({ ...first, file: undefined, mapping: undefined, endMissing: false, confirmMissing: false })
	const [progress, setProgress] = useState<Progress>({ state: 'empty' })
	const asked = useRef(0)

	const run = async (wanted: Choice, dryRun: boolean) => {
		const { file, list, target: operation } = wanted
		if (!file) return setProgress({ state: 'empty' })
		if (file.size > MAX_MASTER_DATA_BYTES) return setProgress({ state: 'failed', why: { bytes: file.size } })
		const turn = ++asked.current
		setProgress((before) => started(before, dryRun))
		const reply = await sendList({ ...wanted, file, list, operation, dryRun, language })
		if (turn === asked.current) setProgress((before) => ended(before, reply, dryRun))
	}
	const compare = (wanted: Choice) => {
		setChoice(wanted)
		void run(wanted, true)
	}
	return {
		choice,
		progress,
		choose: (change) => compare({ ...choice, ...change, endMissing: false, confirmMissing: false }),
		mark: (change) => setChoice({ ...choice, ...change }),
		compare: () => compare(choice),
		bringIn: () => void run(choice, false),
	}
}

export function reportOf(progress: Progress): MasterDataReport | undefined {
	return progress.state === 'empty' ? undefined : progress.report
}

function started(before: Progress, dryRun: boolean): Progress {
	const report = reportOf(before)
	if (!dryRun && report) return { state: 'importing', report }
	return report && before.state !== 'done' ? { state: 'reading', report } : { state: 'reading' }
}

function ended(before: Progress, reply: ImportReply, dryRun: boolean): Progress {
	const report = reportOf(before)
	switch (reply.state) {
		case 'ok':
			return { state: dryRun ? 'preview' : 'done', report: reply.report }
		case 'refused':
			return { state: 'failed', why: { message: reply.message }, ...(report && { report }) }
		case 'unreachable':
			return { state: 'failed', why: 'unreachable', ...(report && { report }) }
	}
}
