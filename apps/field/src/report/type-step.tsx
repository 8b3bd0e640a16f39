import { Ambulance, Bomb, Construction, DoorOpen, Droplets, LifeBuoy, Package, Waves } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { REPORT_TYPES, withType } from './draft.ts'
import type { ReportDraft } from './draft.ts'
import { Step, Tile } from './step.tsx'

import styles from './report.module.css'

/** What took a while is put into what is there by then. */
export type SetDraft = (next: ReportDraft | ((now: ReportDraft) => ReportDraft)) => void

export type StepProps = { readonly draft: ReportDraft; readonly set: SetDraft }

const ICONS = {
	flooding: Waves,
	seepage: Droplets,
	breach: Bomb,
	person: LifeBuoy,
	road: Construction,
	gate: DoorOpen,
	casualties: Ambulance,
	need: Package,
} as const

export function TypeStep({ draft, set }: StepProps) {
	const t = useTranslations('report')
	return (
		<Step title={t('what')} done={draft.type !== undefined}>
			<div className={styles.tiles}>
				{REPORT_TYPES.map((type) => {
					const Icon = ICONS[type]
					return (
						<Tile key={type} label={t(`type.${type}`)} chosen={draft.type === type} onPress={() => set(withType(draft, type))}>
							<Icon size={28} aria-hidden />
						</Tile>
					)
				})}
			</div>
		</Step>
	)
}
