import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["out/", "node_modules/"] },
  js.configs.recommended,
  {
    files: ["src/**/*.ts", "test/**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // The editor's own objects satisfy its Disposable by shape.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "no-restricted-globals": ["error", "console"],
    },
  },
  {
    files: ["graph/*.js"],
    languageOptions: { sourceType: "script", globals: { addEventListener: "readonly", document: "readonly", MutationObserver: "readonly" } },
  },
  { files: ["*.mjs"], languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } } },
);
