import { ClaimsBadge } from '@lagebild/ui/claims-badge.tsx'
import type { GateSide } from '@lagebild/ui/claims-badge.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import type { Formats } from '@lagebild/ui/formats.ts'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { useTranslations } from 'use-intl'

import { GATE_OLD_MS, gateView } from '../select/gates.ts'
import type { GateClaim, GateRow } from '../select/gates.ts'
import { sourceNames } from '../select/lists.ts'
import { useNow, usePicture } from '../state/react.ts'
import { WhyButton } from '../why/why-button.tsx'
import { ReportGate } from './report-gate.tsx'

import styles from './detail.module.css'

type Names = ReadonlyMap<string, string>

function gateSide(
	claim: GateClaim | undefined,
	names: Names,
	{ formats, now }: { readonly formats: Formats; readonly now: number },
): GateSide {
	return (
		claim && {
			state: claim.state,
			stand: formats.stand(claim.at, now),
			who: names.get(claim.source) ?? claim.source,
			old: now - claim.at > GATE_OLD_MS,
		}
	)
}

/** Both sources side by side, and what the picture reckons with until a named person decides. */
export function GateSection({ row }: { readonly row: GateRow }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const names = usePicture(({ content }) => sourceNames(content))
	const gate = gateView(row)
	return (
		<section className={styles.section}>
			<ClaimsBadge
				sensor={gateSide(gate.sensor, names, { formats, now })}
				person={gateSide(gate.person, names, { formats, now })}
				differ={gate.differ}
			/>
			<p className={styles.reckon}>
				{t('detail.reckons')}
				<GateGlyph state={gate.reckoned} size={14} />
				<strong>{t(`words.gate.${gate.reckoned}`)}</strong>
				{gate.differ && t('detail.worseCase')}
				{gate.at === undefined && t('detail.noReport')}
				<WhyButton field="gate" />
			</p>
			<ReportGate row={row} />
		</section>
	)
}
