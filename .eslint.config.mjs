import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const vscode = {
  name: 'vscode',
  allowTypeImports: true,
  message: 'This room is pure: it runs and is tested without VS Code.',
};
const octokit = { group: ['@octokit/*'], message: 'Only src/github/ speaks to GitHub.' };

export default defineConfig(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'node_modules/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      eqeqeq: 'error',
    },
  },
  {
    // The extension runs in a web worker too, and its only voice is its log channel.
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'require', '__dirname', 'global', 'setImmediate'],
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [octokit] }],
    },
  },
  {
    files: ['src/github/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [vscode], patterns: [{ regex: '^\\.\\./(?!github/)', message: 'github/ stands alone.' }] },
      ],
    },
  },
  {
    files: ['src/model/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [vscode],
          patterns: [octokit, { regex: '^\\.\\./(?!github/)', message: 'model/ builds on github/ alone.' }],
        },
      ],
    },
  },
  {
    files: ['src/operations/**/*.ts', 'src/tree/**/*.ts', 'src/ids.ts', 'test/unit/**/*.ts'],
    ignores: ['src/tree/packagesView.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: [vscode], patterns: [octokit] }] },
  },
  {
    // Programs that speak to a person in a terminal.
    files: ['test/vscode/**/*.ts', 'test/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);
