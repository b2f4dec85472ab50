/** What was typed as a file that can be imported: every JSON document is a YAML document, too. */

export function downloadDraft(content) {
    const file = new Blob([JSON.stringify(content, null, 1)], { type: "application/yaml" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: `${content.slug}.yaml` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
