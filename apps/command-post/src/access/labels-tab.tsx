import type { LabelDefault } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { labelDefaults, setLabelDefault } from './api.ts'
import { LabelChip } from './label-chip.tsx'
import { LabelDefaultDialog } from './label-default-dialog.tsx'
import { Listing, Section } from './listing.tsx'
import type { TabProps } from './people-tab.tsx'
import { RefusalText } from './refusal-text.tsx'
import { useAct, useRemote } from './use-remote.ts'

import styles from './access.module.css'

/** Which label new things get, by organisation and kind. */
export function LabelsTab({ grant }: TabProps) {
	const t = useTranslations('labelDefaults')
	const remote = useRemote(labelDefaults)
	const [editing, setEditing] = useState<LabelDefault | 'new'>()
	const { refusal, act } = useAct()
	const done = () => {
		setEditing(undefined)
		void remote.reload()
	}
	const remove = async ({ organisation, kind }: LabelDefault) => {
		await act(() => setLabelDefault({ organisation, ...(kind !== undefined && { kind }), label: null }))
		await remote.reload()
	}
	return (
		<Section
			title={t('title')}
			text={t('text')}
			action={
				<Button look="primary" onPress={() => setEditing('new')}>
					{t('add')}
				</Button>
			}
		>
			<RefusalText refusal={refusal} />
			<Listing remote={remote} empty={<Notice title={t('none')}>{t('noneText')}</Notice>}>
				{(items) => (
					<ul className={styles.list}>
						{items.map((rule) => (
							<Rule
								key={`${rule.organisation} ${rule.kind ?? ''}`}
								rule={rule}
								onChange={() => setEditing(rule)}
								onRemove={() => void remove(rule)}
							/>
						))}
					</ul>
				)}
			</Listing>
			<LabelDefaultDialog rule={editing} giver={grant} onClose={() => setEditing(undefined)} onDone={done} />
		</Section>
	)
}

type RuleProps = { readonly rule: LabelDefault; readonly onChange: () => void; readonly onRemove: () => void }

function Rule({ rule: { organisation, kind: of, label }, onChange, onRemove }: RuleProps) {
	const t = useTranslations()
	const kind = of === undefined ? t('labelDefaults.allKinds') : t(`kinds.${of}`)
	return (
		<li className={styles.item}>
			<span className={styles.itemHead}>
				<bdi className={styles.strong}>{organisation}</bdi>
				<span>{kind}</span>
				<LabelChip label={label} />
			</span>
			<span className={styles.itemActions}>
				<Button size="row" label={t('labelDefaults.changeOf', { organisation, kind })} onPress={onChange}>
					{t('labelDefaults.change')}
				</Button>
				<Button size="row" label={t('labelDefaults.removeOf', { organisation, kind })} onPress={onRemove}>
					{t('labelDefaults.remove')}
				</Button>
			</span>
		</li>
	)
}
