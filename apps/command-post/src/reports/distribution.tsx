import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { useTranslations } from 'use-intl'

import type { MessageThing } from '../diary/entries.ts'
import { RefusalText } from '../operations/refusal-text.tsx'
import type { Word } from '../same/bind.ts'
import { sayWords } from '../same/say-words.ts'
import { useSaying } from '../same/use-saying.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { useShort } from './report-list.tsx'
import { givingWords, signingWords } from './report-words.ts'
import { ADDRESSEES, nextNumber, reportsOf } from './reports.ts'

import styles from '../log/log.module.css'

type Props = {
	readonly thing: MessageThing
	readonly operation: ListedOperation
	readonly grant: Grant
	readonly may: boolean
}

/** The Sichter decides to whom it goes; each function signs that it has read. */
export function Distribution({ thing, operation, grant, may }: Props) {
	const t = useTranslations('reports')
	const { refusal, busy, enter } = useSaying(() => undefined)
	const { distribution, receipts } = thing.row.fields
	const named = Object.keys(distribution ?? {}).filter((one) => !ADDRESSEES.some((known) => known === one))
	const speak = (words: readonly Word[]) => void enter(() => sayWords(words))
	return (
		<section className={styles.part}>
			<h3>{t('distribution')}</h3>
			<ul className={styles.plain}>
				{[...ADDRESSEES, ...named].map((addressee) => (
					<Line
						key={addressee}
						{...{ thing, operation, grant, addressee }}
						given={distribution?.[addressee] === true}
						signed={receipts?.[addressee] ?? undefined}
						enabled={may && !busy}
						onSay={speak}
					/>
				))}
			</ul>
			<RefusalText refusal={refusal} />
		</section>
	)
}

type LineProps = Omit<Props, 'may'> & {
	readonly addressee: string
	readonly given: boolean
	readonly signed: string | undefined
	readonly enabled: boolean
	readonly onSay: (words: readonly Word[]) => void
}

function Line({ thing, operation, grant, addressee, given, signed, enabled, onSay }: LineProps) {
	const t = useTranslations('reports')
	const short = useShort()(addressee)
	const now = usePicture((facts) => facts.now)
	const reports = usePicture(({ content }) => reportsOf(content))
	const holder = operation.functions.find((held) => held.function === addressee)
	/** Where nobody is named for it, whoever sits here signs. */
	const own = holder === undefined || holder.credential === grant.credential
	const direction = thing.row.fields.direction === 'out' ? 'out' : 'in'
	const give = (next: boolean) => onSay(givingWords(thing, { [addressee]: next }, nextNumber(reports, direction)))
	const sign = () => onSay(signingWords(thing, { addressee, name: grant.name, now, timeZone: operation.timeZone }))
	const unsigned = signed === undefined && given
	return (
		<li className={styles.given}>
			<Checkbox checked={given} disabled={!enabled || signed !== undefined} onChange={give}>
				{short}
				{holder && <bdi className={styles.muted}> {holder.name}</bdi>}
			</Checkbox>
			{signed !== undefined && <span className={styles.muted}>{t('readBy', { signed })}</span>}
			{unsigned && <Unsigned short={short} onSign={own && enabled ? sign : undefined} />}
		</li>
	)
}

/** Signed by whoever has the function; others see that it is open. */
function Unsigned({ short, onSign }: { readonly short: string; readonly onSign: (() => void) | undefined }) {
	const t = useTranslations('reports')
	if (!onSign) return <span className={styles.waits}>{t('notRead')}</span>
	return (
		<Button size="row" label={t('signAs', { function: short })} onPress={onSign}>
			{t('sign')}
		</Button>
	)
}
