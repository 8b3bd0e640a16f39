import { defineConfig } from 'vitest/config'

/** Machines are shared: what starts a hub or a process again may wait long for its turn. */
const shared = {
	environment: 'node',
	restoreMocks: true,
	testTimeout: 60_000,
	hookTimeout: 60_000,
	expect: { poll: { timeout: 50_000 } },
} as const

export default defineConfig({
	test: {
		/** The default leaves a core to the editor. */
		maxWorkers: '100%',
		projects: [
			/** One process for many files: to load the same modules for each of hundreds took a third of the time. */
			{ test: { ...shared, name: 'unit', isolate: false, include: ['{packages,apps}/*/src/**/*.test.{ts,tsx}'] } },
			{
				test: {
					...shared,
					name: 'contract',
					include: ['{packages,apps}/*/src/**/*.contract.ts'],
					globalSetup: 'packages/testing/src/global-setup.ts',
				},
			},
			{ test: { ...shared, name: 'long', include: ['{packages,apps}/*/src/**/*.long.ts'] } },
		],
	},
})
