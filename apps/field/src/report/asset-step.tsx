import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'

import { allRows } from '../state/clients.ts'
import { useFacts } from '../state/react.ts'
import type { Asset, Place, ReportDraft } from './draft.ts'
import { assetsFor } from './place.ts'
import type { Near } from './place.ts'
import { Step } from './step.tsx'
import type { StepProps } from './type-step.tsx'

import styles from './report.module.css'

type Props = StepProps & { readonly place: Place | undefined }

const FIRST = 3
const MOST = 30

/** The gate or the dike that is in the picture already: what a crew sees there is the human word beside the sensor's. */
export function AssetStep(props: Props) {
	const { type } = props.draft
	/** What is held changes in place: the picture says when. */
	const held = useFacts(({ picture }) => picture) && allRows()
	const all = type ? assetsFor(type, held, props.place?.position) : []
	return type === 'gate' || all.length > 0 ? <Assets {...props} all={all} /> : null
}

function Assets({ draft, set, all }: Props & { readonly all: readonly Near[] }) {
	const t = useTranslations('report')
	const [more, setMore] = useState(false)
	const [filter, setFilter] = useState('')
	const found = all.filter(({ row }) => matches(row.fields, filter))
	return (
		<Step title={t(draft.type === 'gate' ? 'asset.gate' : 'asset.dike')} done={draft.asset !== undefined} aside={draft.asset?.name}>
			{all.length === 0 && <p className={styles.hint}>{t('assetNone')}</p>}
			{more && <Filter value={filter} onChange={setFilter} />}
			<div className={styles.assets}>
				{found.slice(0, more ? MOST : FIRST).map((near) => (
					<AssetButton key={near.row.id} near={near} chosen={draft.asset?.id === near.row.id} onPress={() => set(withAsset(draft, near))} />
				))}
			</div>
			{!more && all.length > FIRST && (
				<Button className={styles.small} onPress={() => setMore(true)}>
					{t('assetMore')}
				</Button>
			)}
		</Step>
	)
}

function matches({ name, number }: Near['row']['fields'], filter: string): boolean {
	return `${name ?? ''} ${number ?? ''}`.toLowerCase().includes(filter.trim().toLowerCase())
}

/** Chosen again it is none: a report of a dike does without. */
function withAsset(draft: ReportDraft, { row }: Near): ReportDraft {
	const { asset: before, ...without } = draft
	const asset: Asset = { id: row.id, name: row.fields.name ?? row.id }
	return before?.id === row.id && draft.type !== 'gate' ? without : { ...without, asset }
}

function Filter({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
	const t = useTranslations('report')
	const id = useId()
	return (
		<div className={styles.typed}>
			<label htmlFor={id}>{t('assetFilter')}</label>
			<input id={id} className={styles.input} value={value} onChange={({ target }) => onChange(target.value)} />
		</div>
	)
}

type ButtonProps = { readonly near: Near; readonly chosen: boolean; readonly onPress: () => void }

function AssetButton({ near: { row, metres }, chosen, onPress }: ButtonProps) {
	const t = useTranslations('report.distance')
	const { figure } = useFormats()
	const { name, number } = row.fields
	const away =
		metres === undefined ? undefined : metres < 1_000 ? t('near', { metres: figure(metres) }) : t('far', { km: figure(metres / 1_000, 1) })
	return (
		<button type="button" className={styles.asset} aria-pressed={chosen} onClick={onPress}>
			<span className={styles.assetName}>{[number, name ?? row.id].filter(Boolean).join(' ')}</span>
			{away !== undefined && <span>{away}</span>}
		</button>
	)
}
