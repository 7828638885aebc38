//! Old Word files, WPS files, RTF and `OpenDocument` → .docx, by `LibreOffice` if it is installed.
//!
//! Weighed: `office_oxide` reads .doc without `LibreOffice`, but not its automatic numbering, so that headings would be lost in
//! silence. A clear word on how to save as .docx serves better.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Fault, fault};
use crate::messages::tell;

/// How long `LibreOffice` may take over one file; its first start makes a profile and is slow.
const PATIENCE: Duration = Duration::from_mins(2);

/// No macros, and nothing fetched from where the document points to.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"#;

/// Converts a file.
///
/// # Errors
/// If `LibreOffice` is not there, or does not manage it in time.
pub fn to_docx(bytes: &[u8], what: &str) -> Result<Vec<u8>, Fault> {
    let Some(program) = find() else {
        return Err(fault(
            "import-convert",
            tell!("import-convert-missing", what),
            tell!("import-convert-missing.hint"),
        ));
    };
    let failed = |why: String| {
        fault(
            "import-convert",
            tell!("import-convert", what, why),
            tell!("import-convert.hint"),
        )
    };
    let convert = || -> std::io::Result<Result<Vec<u8>, String>> {
        let folder = tempfile::tempdir()?;
        let input = folder.path().join("input.doc");
        let profile = folder.path().join("profile");
        let out = folder.path().join("out");
        std::fs::create_dir_all(profile.join("user"))?;
        std::fs::write(profile.join("user/registrymodifications.xcu"), PROFILE)?;
        std::fs::write(&input, bytes)?;
        let mut child = Command::new(&program)
            .arg(format!("-env:UserInstallation={}", address(&profile)))
            .args([
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--nodefault",
                "--convert-to",
            ])
            .arg("docx:MS Word 2007 XML")
            .arg("--outdir")
            .arg(&out)
            .arg(&input)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let start = Instant::now();
        let ended = loop {
            if child.try_wait()?.is_some() {
                break true;
            }
            if start.elapsed() > PATIENCE {
                let _ = child.kill();
                let _ = child.wait();
                break false;
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        if !ended {
            return Ok(Err(tell!("import-convert-slow")));
        }
        Ok(std::fs::read(out.join("input.docx")).map_err(|_| tell!("import-convert-failed")))
    };
    match convert() {
        Ok(Ok(docx)) => Ok(docx),
        Ok(Err(why)) => Err(failed(why)),
        Err(error) => Err(failed(tell!(
            "import-convert-run",
            program = program.display(),
            error
        ))),
    }
}

fn address(path: &Path) -> String {
    let path = path.display().to_string().replace('\\', "/");
    let encoded = crate::parse::encode_path(&path).replace("%3A", ":");
    if encoded.starts_with('/') {
        format!("file://{encoded}")
    } else {
        format!("file:///{encoded}")
    }
}

/// `SOFFICE`, the search path, or where `LibreOffice` is usually installed.
pub(crate) fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("SOFFICE") {
        let named = PathBuf::from(named);
        return named.is_file().then_some(named);
    }
    let names = if cfg!(windows) {
        ["soffice.exe", "soffice.com"]
    } else {
        ["soffice", "libreoffice"]
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = [
        r"C:\Program Files\LibreOffice\program",
        r"C:\Program Files (x86)\LibreOffice\program",
        "/Applications/LibreOffice.app/Contents/MacOS",
    ];
    std::env::split_paths(&path)
        .chain(usual.iter().map(PathBuf::from))
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|file| file.is_file())
}
