import { Button } from '@lagebild/ui/button.tsx'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'

import { ScrollBox } from '../frame/scroll-box.tsx'
import { thingOf } from '../select/visible.ts'
import { setView } from '../state/actions.ts'
import type { ComposeWish } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { ComposerFields } from './composer-fields.tsx'
import { nameOfOrder } from './order-name.ts'
import { useComposer } from './use-composer.ts'

import styles from './orders.module.css'

/** Begun anew for whatever else is wished for. */
export function Composer({ wish }: { readonly wish: ComposeWish }) {
	return <Sheet key={JSON.stringify(wish)} wish={wish} />
}

function close(): void {
	setView({ compose: undefined })
}

function Sheet({ wish }: { readonly wish: ComposeWish }) {
	const t = useTranslations('orders')
	const row = usePicture(({ content }) => thingOf(content, wish.task)?.row)
	const order = row?.kind === 'task' ? row : undefined
	const composer = useComposer(wish, order)
	const head = useRef<HTMLHeadingElement>(null)
	useEffect(() => head.current?.focus(), [])
	const { draft, busy } = composer
	const title = order ? t('changeTitle', { name: nameOfOrder(order, t) }) : t('composeTitle', { count: draft.recipients.length })
	return (
		<form className={styles.composer} onSubmit={composer.submit} noValidate aria-label={title}>
			<div className={styles.composerHead}>
				<h2 ref={head} tabIndex={-1}>
					{title}
				</h2>
				<Button size="icon" look="quiet" label={t('later')} onPress={close}>
					<X size={18} aria-hidden />
				</Button>
			</div>
			<ScrollBox label={title}>
				<ComposerFields composer={composer} isChange={order !== undefined} />
			</ScrollBox>
			<div className={styles.composerFoot}>
				<div role="alert" className={styles.refusals}>
					{composer.refusals.map((text) => (
						<p key={text}>{text}</p>
					))}
				</div>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t(order ? 'issueChange' : 'issue')}
				</Button>
				<Button size="main" onPress={composer.discard}>
					{t('discard')}
				</Button>
				<p className={styles.muted}>{t(order ? 'changeHint' : 'draftKept')}</p>
			</div>
		</form>
	)
}
