import { Button } from '@lagebild/ui/button.tsx'
import { useTranslations } from 'use-intl'

import { ThingLink } from '../log/linked.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { bindingWords } from '../same/bind.ts'
import { useOwnOperation } from '../same/own-operation.ts'
import { sayWords } from '../same/say-words.ts'
import { useSaying } from '../same/use-saying.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { judgingWords } from './report-words.ts'
import { isNear, isUnverified } from './reports.ts'

import styles from '../log/log.module.css'

const JUDGEMENTS = ['plausible', 'confirmed', 'refuted'] as const

/** Nobody vouches for it yet: a person says how sure it is, or that it is one with another that was reported close by. */
export function Verify({ thing, may }: { readonly thing: Thing; readonly may: boolean }) {
	const t = useTranslations('reports')
	const { refusal, busy, enter } = useSaying(() => undefined)
	const { confidence } = thing.row
	if (!isUnverified(thing.row) && confidence === undefined) return null
	return (
		<section className={styles.part} data-unverified={isUnverified(thing.row)}>
			<h3>{t('verify')}</h3>
			<Now thing={thing} />
			{may && (
				<div className={styles.actions}>
					{JUDGEMENTS.filter((one) => one !== confidence).map((one) => (
						<Button key={one} isDisabled={busy} onPress={() => void enter(() => sayWords(judgingWords(thing, one)))}>
							{t(`judge.${one}`)}
						</Button>
					))}
				</div>
			)}
			<Near thing={thing} may={may} />
			<RefusalText refusal={refusal} />
		</section>
	)
}

function Now({ thing }: { readonly thing: Thing }) {
	const t = useTranslations('reports')
	const words = useTranslations('values.confidence')
	return <p>{t('confidence', { confidence: words(thing.row.confidence ?? 'unverified') })}</p>
}

function Near({ thing, may }: { readonly thing: Thing; readonly may: boolean }) {
	const t = useTranslations('reports')
	const own = useOwnOperation(thing)
	const content = usePicture((facts) => facts.content)
	const { refusal, busy, enter } = useSaying(() => undefined)
	const same = new Set((thing.row.links ?? []).filter(({ rel }) => rel === 'duplicates').map(({ to }) => to))
	const near = [...content.things.values()].filter((other) => other.row.kind === thing.row.kind && isNear(thing, other))
	if (near.length === 0) return null
	return (
		<>
			<h3>{t('nearTitle')}</h3>
			<ul className={styles.plain}>
				{near.map((other) => (
					<li key={other.row.id} className={styles.given}>
						<ThingLink id={other.row.id} />
						{same.has(other.row.id) ? (
							<span className={styles.muted}>{t('isSame')}</span>
						) : (
							may && (
								<Button
									size="row"
									isDisabled={busy}
									onPress={() => void enter(() => sayWords(bindingWords(thing, [other], { own, removed: false })))}
								>
									{t('same')}
								</Button>
							)
						)}
					</li>
				))}
			</ul>
			<RefusalText refusal={refusal} />
		</>
	)
}
