import { defineConfig } from 'vitest/config'

const shared = { environment: 'node', restoreMocks: true } as const

export default defineConfig({
	test: {
		/** The default leaves a core to the editor. */
		maxWorkers: '100%',
		projects: [
			{ test: { ...shared, name: 'unit', include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}'] } },
			{ test: { ...shared, name: 'contract', include: ['{packages,apps}/*/src/**/*.contract.ts'], testTimeout: 20_000 } },
			{ test: { ...shared, name: 'long', include: ['{packages,apps}/*/src/**/*.long.ts'] } },
		],
	},
})
